/** Totals, verdict and exit code, all derived from the results of the requirements. */

import type { Outcome, Report, RequirementResult, Verdict } from '../report.ts'
import { causesOf, rootOf } from './causes.ts'

const undecided: readonly Outcome[] = ['inconclusive', 'error', 'unstable']

/** Tells whether a failure is one that the baseline contains or a waiver accepts. */
export const isExempt = ({ known, waived }: Pick<RequirementResult, 'known' | 'waived'>): boolean =>
  known !== undefined || waived !== undefined

/** Returns the number of failures that do not count because a waiver or the baseline accepts them. */
export const countExempt = (requirements: readonly RequirementResult[]): number =>
  requirements.filter((result) => !result.off && isExempt(result)).length

/** Counts requirements per outcome. Excluded requirements count as skipped, exempt failures as failures. */
export function totalsOf(requirements: readonly RequirementResult[]): Record<Outcome, number> {
  const totals = { pass: 0, fail: 0, skipped: 0, unobserved: 0, inconclusive: 0, error: 0, unstable: 0 }
  for (const { outcome } of requirements) totals[outcome] += 1
  return totals
}

/** Tells whether a requirement is undecided because of an exempt failure. Accepting a failure includes accepting what it blocks. */
function isBlockedByExempt(result: RequirementResult, byId: ReadonlyMap<string, RequirementResult>): boolean {
  if (result.outcome !== 'inconclusive') return false
  const root = rootOf(result, byId)
  return root.outcome === 'fail' && isExempt(root)
}

/** Returns the requirements that are undecided for nothing but an exempt failure. They do not count either. */
export function blockedByExempt(requirements: readonly RequirementResult[]): ReadonlySet<string> {
  const byId = new Map(requirements.map((result) => [result.id, result]))
  return new Set(requirements.filter((result) => isBlockedByExempt(result, byId)).map(({ id }) => id))
}

/** Returns the requirements that count: neither excluded nor exempt, nor undecided for nothing but an exempt failure. */
function countedOf(requirements: readonly RequirementResult[]): readonly RequirementResult[] {
  const blocked = blockedByExempt(requirements)
  return requirements.filter((result) => !result.off && !isExempt(result) && !blocked.has(result.id))
}

/**
 * Returns the verdict on the target. Only requirements of level must decide it; excluded requirements, exempt failures and what these
 * prevent are ignored. A run with errors, or in which no requirement passed or failed, is inconclusive.
 */
export function verdictOf(requirements: readonly RequirementResult[], errors: readonly string[] = []): Verdict {
  const included = requirements.filter(({ off }) => !off)
  const musts = countedOf(requirements)
    .filter(({ level }) => level === 'must')
    .map(({ outcome }) => outcome)
  if (musts.includes('fail')) return 'nonconformant'
  if (errors.length > 0) return 'inconclusive'
  if (musts.some((outcome) => undecided.includes(outcome))) return 'inconclusive'
  if (!included.some(({ outcome }) => outcome === 'pass' || outcome === 'fail')) return 'inconclusive'
  return musts.some((outcome) => outcome === 'skipped' || outcome === 'unobserved') ? 'partial' : 'conformant'
}

/** Returns the report with other results: totals and verdict are computed again, and `notes` are added without duplicates. */
export function withRequirements(
  report: Report,
  requirements: readonly RequirementResult[],
  notes: readonly string[] = [],
): Report {
  const allNotes = [...new Set([...(report.notes ?? []), ...notes])]
  return {
    ...report,
    verdict: verdictOf(requirements, report.errors),
    totals: totalsOf(requirements),
    requirements,
    causes: causesOf(requirements),
    ...(allNotes.length > 0 && { notes: allNotes }),
  }
}

export interface ExitPolicy {
  /** The lowest level whose failures count (`--fail-on`). */
  readonly failOn: 'must' | 'should'
  /** Whether a partial verdict counts as no success (`--strict`). */
  readonly strict: boolean
}

/**
 * Returns the exit code of a run: 0 for success, 1 for a failure that counts, 3 for a run without a reliable result. A failure takes
 * precedence over errors; errors of the suite and leftover resources never exit with 0.
 */
export function exitCode(report: Report, { failOn, strict }: ExitPolicy): 0 | 1 | 3 {
  const counted = countedOf(report.requirements)
  const failedLevels = counted.filter(({ outcome }) => outcome === 'fail').map(({ level }) => level)
  if (report.verdict === 'nonconformant' || failedLevels.includes('must')) return 1
  if (failOn === 'should' && failedLevels.includes('should')) return 1
  if (report.verdict === 'inconclusive' || report.errors.length > 0) return 3
  if (counted.some(({ outcome }) => outcome === 'error') || report.resources.leaked.length > 0) return 3
  return report.verdict === 'partial' && strict ? 3 : 0
}
