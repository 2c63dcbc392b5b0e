/** Deletes what runs left behind, by their journals and by the names of their resources. */
export { cleanUp, cleanUpAfterRun, openCleanupTransport } from './cleanup.ts'
export { cleanupCommandLine } from './cleanup-command-line.ts'
export { type CleanupResult, type Leftover, nothingToCleanUp } from './cleanup-result.ts'
export { cleanupViolations } from './cleanup-violations.ts'
export { findLeftovers } from './find-leftovers.ts'
