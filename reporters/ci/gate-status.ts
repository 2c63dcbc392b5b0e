import type { RequirementResult } from '#results'
import { displayStatus } from '../group-results.ts'
import type { RenderOptions } from '../render-options.ts'

/** How a requirement affects a gate. */
export type GateStatus =
  | 'passed'
  /** A failure that fails the command. */
  | 'failed'
  /** A failure of a level that does not count: `--fail-on must` lets a broken recommendation pass. */
  | 'remark'
  /** Undecided: inconclusive, unstable, or ended by an error of the suite. */
  | 'undecided'
  /** Excluded, skipped or unobserved, or a failure that is accepted. */
  | 'skipped'

/** How a requirement affects a gate with this `--fail-on`. */
export function gateStatus(result: RequirementResult, { failOn = 'must' }: Pick<RenderOptions, 'failOn'>): GateStatus {
  const status = displayStatus(result)
  if (status === 'pass') return 'passed'
  if (status === 'fail') return result.level === 'must' || result.level === failOn ? 'failed' : 'remark'
  return status === 'inconclusive' || status === 'error' || status === 'unstable' ? 'undecided' : 'skipped'
}
