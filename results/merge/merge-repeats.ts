import type { Outcome, Report, RequirementResult } from '../report.ts'
import { mergeReports } from './merge-reports.ts'
import { mergeResults } from './merge-results.ts'

/** Repeats that contradict each other accuse nobody and acquit nobody; what the failed ones found is kept. */
function markUnstable(results: readonly [RequirementResult, ...RequirementResult[]]): RequirementResult {
  const result = mergeResults(results)
  const count = (outcome: Outcome) => results.filter((one) => one.outcome === outcome).length
  const [failed, passed] = [count('fail'), count('pass')]
  if (failed === 0 || passed === 0) return result
  const { known: _, waived: _waived, ...told } = result
  return {
    ...told,
    outcome: 'unstable',
    reason: `failed in ${failed} of ${results.length} repeats, passed in ${passed}`,
  }
}

/**
 * The same run several times over, one report. A requirement that passed in one and failed in another is unstable; for the
 * others the worst counts, as when shards are merged. Repeats follow each other, so durations add up and the highest peak of
 * servers stays. Throws IncomparableReports as `mergeReports` does.
 */
export const mergeRepeats = (reports: readonly Report[]): Report => {
  const [only, ...others] = reports
  return only && others.length === 0 ? only : mergeReports(reports, { overlap: 'in turn', judge: markUnstable })
}
