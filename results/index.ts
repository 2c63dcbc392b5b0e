/** Turns finished tests into the report of a run, and evaluates, merges and compares reports. */
export { findingRows } from '#contract'
export { applyBaseline, assertBaselineUsable } from './baseline.ts'
export { buildReport, type RunRecord } from './build-report.ts'
export {
  type ComparedRun,
  type Comparison,
  compareReports,
  type Difference,
  type MatrixComparison,
  type PairComparison,
  type RequirementState,
} from './compare.ts'
export { editionOf } from './edition.ts'
export { IncompatibleReportsError } from './errors.ts'
export { findLeaks, readJournal } from './journal/journal-reader.ts'
export { buildMatrix, type NamedReport, type RequirementMatrix, type RequirementRow } from './matrix.ts'
export { mergeRepeats, mergeShards } from './merge/merge-reports.ts'
export { missingShards } from './merge/shards.ts'
export * from './report.ts'
export { trimExchanges } from './report-limits.ts'
export { ResultCollector } from './result-collector.ts'
export type { TestError, TestResult } from './test-result.ts'
export { type ExitPolicy, exitCode, isExempt } from './verdict.ts'
export { applyWaivers, type Waiver } from './waivers.ts'
