import { condense } from './findings.ts'
import type { Outcome, RequirementResult } from './report.ts'
import { isAccepted } from './verdict.ts'

/** An earlier place wins, as within one run: an accusation outweighs everything, and having looked outweighs not having. */
const ranks: readonly Outcome[] = ['fail', 'error', 'inconclusive', 'unstable', 'pass', 'skipped', 'unobserved']

const worse = (a: RequirementResult, b: RequirementResult): RequirementResult =>
  ranks.indexOf(b.outcome) < ranks.indexOf(a.outcome) ? b : a

function variants(voices: readonly RequirementResult[]): { readonly variant?: string } {
  const names = new Set(voices.flatMap(({ variant }) => variant?.split(', ') ?? []))
  return names.size === 0 ? {} : { variant: [...names].sort().join(', ') }
}

/** The findings of all; those beyond what a report shows are counted, as are those that the reports themselves left out. */
function findings(voices: readonly RequirementResult[]): Pick<RequirementResult, 'findings' | 'more'> {
  const { findings: kept, more = 0 } = condense(voices.flatMap((voice) => voice.findings))
  const beyond = more + voices.reduce((sum, voice) => sum + (voice.more ?? 0), 0)
  return { findings: kept, ...(beyond > 0 && { more: beyond }) }
}

/** An excuse holds for all only when every failure has one. */
function excuse(voices: readonly RequirementResult[]): Pick<RequirementResult, 'known' | 'waived'> {
  const failed = voices.filter(({ outcome }) => outcome === 'fail')
  if (!failed.every(isAccepted)) return {}
  const known = failed.find((voice) => voice.known !== undefined)?.known
  const waived = failed.find((voice) => voice.waived !== undefined)?.waived
  return { ...(known !== undefined && { known }), ...(waived && { waived }) }
}

/**
 * What several results of one requirement say together: fail > error > inconclusive > unstable > pass > skipped > unobserved.
 * So a shard that did not hold its suites takes nothing away. A result in which it was off is heard only when there is no other.
 */
export function together(results: readonly [RequirementResult, ...RequirementResult[]]): RequirementResult {
  const asked = results.filter(({ off }) => !off)
  const voices = asked.length > 0 ? asked : results
  const { findings: _, more: _more, variant: _variant, known: _known, waived: _waived, ...told } = voices.reduce(worse)
  return { ...told, ...variants(voices), ...findings(voices), ...(told.outcome === 'fail' && excuse(voices)) }
}
