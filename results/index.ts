/** Turns finished tests into the report of a run, and evaluates, merges and compares reports. */
export { findingRows } from '#contract'
export { buildReport, type RunRecord } from './build-report.ts'
export { changeTexts } from './change-texts.ts'
export { applyBaseline, assertBaselineUsable } from './comparison/baseline.ts'
export {
  type ComparedRun,
  type Comparison,
  compareReports,
  type Difference,
  type MatrixComparison,
  type PairComparison,
  type RequirementState,
} from './comparison/compare.ts'
export { buildMatrix, type NamedReport, type RequirementMatrix, type RequirementRow } from './comparison/matrix.ts'
export { applyWaivers, type Waiver } from './comparison/waivers.ts'
export { editionOf } from './edition.ts'
export { IncompatibleReportsError } from './errors.ts'
export {
  isFailing,
  type RecordedOutcome,
  type RecordedRun,
  type RecordedSeries,
  type RecordedTransition,
  recordedRun,
  type Series,
  seriesOf,
} from './history/recorded-run.ts'
export {
  type FailingRequirement,
  type FlakyRequirement,
  type HistoryChange,
  type HistoryRun,
  type HistorySummary,
  summarizeHistory,
  type TransitionHistory,
} from './history/summary.ts'
export { findLeaks, readJournal } from './journal/journal-reader.ts'
export { mergeRepeats, mergeShards } from './merge/merge-reports.ts'
export { missingShards } from './merge/shards.ts'
export { blockedByExempt, countExempt, type ExitPolicy, exitCode, isExempt } from './outcomes/verdict.ts'
export * from './report.ts'
export { trimExchanges } from './report-limits.ts'
export { ResultCollector } from './result-collector.ts'
export type { TestError, TestResult } from './test-result.ts'
