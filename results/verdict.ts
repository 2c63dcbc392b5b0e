import type { Outcome, Report, RequirementResult, Verdict } from './report.ts'

const unclear: readonly Outcome[] = ['inconclusive', 'error', 'unstable']

/** A failure that the baseline or a waiver excuses. */
export const isExempt = ({ known, waived }: Pick<RequirementResult, 'known' | 'waived'>): boolean =>
  known !== undefined || waived !== undefined

/**
 * What the run says of the target. Only musts decide; those that are off and failures that were accepted have no say, and
 * whatever a should does, it is told but changes nothing. A run in which nothing at all was judged is inconclusive.
 */
export function verdictOf(requirements: readonly RequirementResult[]): Verdict {
  const asked = requirements.filter(({ off }) => !off)
  const musts = asked.filter((one) => one.level === 'must' && !isExempt(one)).map(({ outcome }) => outcome)
  if (musts.includes('fail')) return 'nonconformant'
  if (musts.some((outcome) => unclear.includes(outcome))) return 'inconclusive'
  if (!asked.some(({ outcome }) => outcome === 'pass' || outcome === 'fail')) return 'inconclusive'
  return musts.some((outcome) => outcome === 'skipped' || outcome === 'unobserved') ? 'partial' : 'conformant'
}

export interface ExitPolicy {
  /** From which level on a failure counts. */
  readonly failOn: 'must' | 'should'
  /** A partial verdict is not good enough. */
  readonly strict: boolean
}

/**
 * The exit code of a run: 0 nothing broken that was not accepted, 1 nonconformant, 3 no judgement. A failure outranks our own errors, and these
 * outrank everything else: a run that we spoilt, or that left something behind, must not end as a success.
 */
export function exitCode(report: Report, { failOn, strict }: ExitPolicy): 0 | 1 | 3 {
  const asked = report.requirements.filter((one) => !one.off && !isExempt(one))
  const failed = asked.filter(({ outcome }) => outcome === 'fail').map(({ level }) => level)
  if (report.verdict === 'nonconformant' || failed.includes('must')) return 1
  if (failOn === 'should' && failed.includes('should')) return 1
  if (report.verdict === 'inconclusive' || report.errors.length > 0) return 3
  if (asked.some(({ outcome }) => outcome === 'error') || report.resources.leaked.length > 0) return 3
  return report.verdict === 'partial' && strict ? 3 : 0
}
