import { createHash } from 'node:crypto'

/**
 * Returns the number that a request of a run has in place of a name, to see it rejected. No two runs have the same one, so that a target
 * which takes the number for a name leaves nothing behind that could be somebody else's.
 */
export const numericName = (runId: string): number => createHash('sha256').update(runId).digest().readUIntBE(0, 6)
