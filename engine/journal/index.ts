/** The resource journals of runs, as files in an output folder. */
export {
  type JournalHeader,
  journaledRuns,
  journalHeader,
  journalLines,
  journalPath,
  openJournal,
  repairTail,
} from './journal-file.ts'
export { type EarlierResourceIds, earlierResources, learnedTimeouts } from './journal-notes.ts'
