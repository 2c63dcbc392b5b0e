/** Compares traffic of other clients with the document: recordings, and what a proxy passes on. */

export { observeRecordings } from './observe-recordings.ts'
export { readRecording } from './read-recording.ts'
export { parseReportExchange } from './report-exchange.ts'
export { maxVisibilityMs, trafficReport } from './traffic-report.ts'
