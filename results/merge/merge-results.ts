import { isExempt } from '../outcomes/verdict.ts'
import type { Outcome, RequirementResult } from '../report.ts'
import { dedupeFindings } from '../report-limits.ts'

export type NonEmpty<T> = readonly [T, ...T[]]

/** An earlier outcome takes precedence, as within one run: a failure over everything, any assertion over none. */
const precedence: readonly Outcome[] = ['fail', 'error', 'inconclusive', 'unstable', 'pass', 'skipped', 'unobserved']

/** Returns how much a result says beyond its outcome: which requirement decides it, or why it is undecided. */
const weight = ({ counterpart, blockedBy, reason }: RequirementResult): number =>
  [counterpart ?? blockedBy, reason].filter((detail) => detail !== undefined).length

/** Returns the worse of two results; of two with the same outcome the one that says more. */
function worse(a: RequirementResult, b: RequirementResult): RequirementResult {
  const difference = precedence.indexOf(b.outcome) - precedence.indexOf(a.outcome)
  return difference < 0 || (difference === 0 && weight(b) > weight(a)) ? b : a
}

function mergeVariants(results: readonly RequirementResult[]): Pick<RequirementResult, 'variant'> {
  const variants = new Set(results.flatMap(({ variant }) => variant?.split(', ') ?? []))
  return variants.size === 0 ? {} : { variant: [...variants].sort().join(', ') }
}

/** Merges findings. `more` counts those that the reports had left out, and those that do not fit into the merged one. */
function mergeFindings(results: readonly RequirementResult[]): Pick<RequirementResult, 'findings' | 'more'> {
  const { findings, more = 0 } = dedupeFindings(results.flatMap((result) => result.findings))
  const total = more + results.reduce((sum, result) => sum + (result.more ?? 0), 0)
  return { findings, ...(total > 0 && { more: total }) }
}

function mergeTimes(results: readonly RequirementResult[]): Pick<RequirementResult, 'ms'> {
  const ms = results.reduce((sum, result) => sum + (result.ms ?? 0), 0)
  return ms > 0 ? { ms } : {}
}

/** Merges exemptions: the merged failure is exempt only if every failure is. */
function mergedExemption(results: readonly RequirementResult[]): Pick<RequirementResult, 'known' | 'waived'> {
  const failed = results.filter(({ outcome }) => outcome === 'fail')
  if (!failed.every(isExempt)) return {}
  const known = failed.find((result) => result.known !== undefined)?.known
  const waived = failed.find((result) => result.waived !== undefined)?.waived
  return { ...(known !== undefined && { known }), ...(waived && { waived }) }
}

/**
 * Merges several results of one requirement: fail > error > inconclusive > unstable > pass > skipped > unobserved. Results that
 * were excluded from their run are used only when there are no others.
 */
export function mergeResults(results: NonEmpty<RequirementResult>): RequirementResult {
  const included = results.filter(({ off }) => !off)
  const applicable = included.length > 0 ? included : results
  const {
    findings: _,
    more: _more,
    variant: _variant,
    known: _known,
    waived: _waived,
    ms: _ms,
    ...base
  } = applicable.reduce(worse)
  return {
    ...base,
    ...mergeVariants(applicable),
    ...mergeFindings(applicable),
    ...mergeTimes(applicable),
    ...(base.outcome === 'fail' && mergedExemption(applicable)),
  }
}

/**
 * Merges the results of one requirement in the shards of a run. As within one run, a shard that the violation of another requirement
 * prevented decides nothing where another shard passes. `failed`: the requirements that failed in some shard.
 */
export function mergeShardResults(
  results: NonEmpty<RequirementResult>,
  failed: ReadonlySet<string>,
): RequirementResult {
  const isExplained = ({ outcome, blockedBy }: RequirementResult) =>
    outcome === 'inconclusive' && blockedBy !== undefined && failed.has(blockedBy)
  const [first, ...others] = results.filter((result) => !isExplained(result))
  const isPassed = first !== undefined && [first, ...others].some(({ outcome }) => outcome === 'pass')
  return { ...mergeResults(isPassed ? [first, ...others] : results), ...mergeTimes(results) }
}

/**
 * Merges the results of one requirement in repeats of a run. If some repeats failed and others passed, the requirement is unstable:
 * it keeps the findings but no exemption.
 */
export function mergeRepeatedResults(results: NonEmpty<RequirementResult>): RequirementResult {
  const merged = mergeResults(results)
  const count = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length
  const [failed, passed] = [count('fail'), count('pass')]
  if (failed === 0 || passed === 0) return merged
  const { known: _known, waived: _waived, ...base } = merged
  return {
    ...base,
    outcome: 'unstable',
    reason: `failed in ${failed} of ${results.length} repeats, passed in ${passed}`,
  }
}

/**
 * Decides the rejections whose counterpart belongs to another shard: they pass if the requirement that it is accepted does,
 * and are inconclusive if it failed.
 */
export function decideCounterparts(results: readonly RequirementResult[]): readonly RequirementResult[] {
  const outcomes = new Map(results.map(({ id, outcome }) => [id, outcome]))
  return results.map((result) => {
    const { counterpart, reason: _, ...base } = result
    if (counterpart === undefined || result.outcome !== 'unobserved') return result
    const outcome = outcomes.get(counterpart)
    if (outcome === 'pass') return { ...base, outcome }
    if (outcome === 'skipped' || outcome === 'unobserved' || outcome === undefined) return result
    return {
      ...base,
      outcome: 'inconclusive',
      reason: `The target does not accept a valid request (${counterpart}), so the rejection of an invalid one proves nothing.`,
      blockedBy: counterpart,
    }
  })
}
