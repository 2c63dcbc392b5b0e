/** Compares traffic of other clients with the document: recordings, and the requests that pass through a proxy. */

export { observeRecordings } from './observe-recordings.ts'
export { readRecording } from './read-recording.ts'
export { parseReportExchange } from './report-exchange.ts'
export { maxVisibilityMs, trafficReport } from './traffic-report.ts'
