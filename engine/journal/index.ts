/** The resource journals of runs, as files in an output folder. */
export {
  closeJournal,
  type JournalHeader,
  journaledRuns,
  journalHeader,
  journalLines,
  journalPath,
  keepLine,
  openJournal,
  processInProgress,
  removeJournal,
  repairTail,
} from './journal-file.ts'
export { type EarlierResourceIds, earlierResources, learnedTimeouts, serverVolumes } from './journal-notes.ts'
export { isRunningElsewhere, type ProcessIdentity, processIdentityIn, thisProcess } from './process-identity.ts'
