/** The file in which runs are kept to be compared over time (`--history`). */
export { HistoryFileError } from './errors.ts'
export { HistoryFile, type RunHistory } from './history-file.ts'
