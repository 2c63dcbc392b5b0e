/** Deletes what runs left behind, by their journals and by the names of their resources. */
export { cleanUp, cleanUpAfterRun, openCleanupTransport } from './cleanup.ts'
export { cleanupCommandLine } from './cleanup-command-line.ts'
export type { CleanupResult, Leftover } from './cleanup-run.ts'
export { findLeftovers } from './find-leftovers.ts'
