import type { Report } from '../report.ts'
import { mergeReports } from './merge-reports.ts'
import { mergeResults } from './merge-results.ts'

/**
 * Shards of one run, one report: it says what a single run of all suites would have said. Shards run side by side, so the
 * longest gives the duration and their peaks of servers add up. Throws IncomparableReports when the reports differ in target,
 * profile or tool, or on a requirement's level.
 */
export const mergeShards = (reports: readonly Report[]): Report =>
  mergeReports(reports, { overlap: 'side by side', judge: mergeResults })
