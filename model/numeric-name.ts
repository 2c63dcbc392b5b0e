import { createHash } from 'node:crypto'

/**
 * Returns the number that a run sends in place of a name, which should be rejected. Each run has its own, so that a
 * resource named by it can only belong to this run.
 */
export const numericName = (runId: string): number => createHash('sha256').update(runId).digest().readUIntBE(0, 6)
