import { blockedByExempt, type Report, type RequirementResult } from '#results'
import { displayStatus } from '../group-results.ts'
import type { RenderOptions } from '../render-options.ts'

/** The effect of a requirement on a gate. */
export type GateStatus =
  | 'passed'
  /** A failure that fails the command. */
  | 'failed'
  /** A failure of a level that does not count: `--fail-on must` ignores failures of recommendations. */
  | 'remark'
  /** Undecided: inconclusive, unstable, or ended by an error of the suite. */
  | 'undecided'
  /** Excluded, skipped or unobserved, a failure that is accepted, or undecided because of one. */
  | 'skipped'

export type Gate = (result: RequirementResult) => GateStatus

/**
 * Returns a function that tells how a requirement of a report affects a gate with this `--fail-on`; the exit code follows the same rules.
 */
export function gateOf(
  { requirements }: Pick<Report, 'requirements'>,
  { failOn = 'must' }: Pick<RenderOptions, 'failOn'>,
): Gate {
  const blocked = blockedByExempt(requirements)
  return (result) => {
    const status = displayStatus(result)
    if (status === 'pass') return 'passed'
    if (status === 'fail') return result.level === 'must' || result.level === failOn ? 'failed' : 'remark'
    if (status === 'inconclusive') return blocked.has(result.id) ? 'skipped' : 'undecided'
    return status === 'error' || status === 'unstable' ? 'undecided' : 'skipped'
  }
}
