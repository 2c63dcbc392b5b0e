import { dedupeFindings } from '../dedupe-findings.ts'
import type { Outcome, RequirementResult } from '../report.ts'
import { isExempt } from '../verdict.ts'

/** An earlier place wins, as within one run: an accusation outweighs everything, and having looked outweighs not having. */
const precedence: readonly Outcome[] = ['fail', 'error', 'inconclusive', 'unstable', 'pass', 'skipped', 'unobserved']

const worse = (a: RequirementResult, b: RequirementResult): RequirementResult =>
  precedence.indexOf(b.outcome) < precedence.indexOf(a.outcome) ? b : a

function variants(applicable: readonly RequirementResult[]): { readonly variant?: string } {
  const names = new Set(applicable.flatMap(({ variant }) => variant?.split(', ') ?? []))
  return names.size === 0 ? {} : { variant: [...names].sort().join(', ') }
}

/** The findings of all; those beyond what a report shows are counted, as are those that the reports themselves left out. */
function findings(voices: readonly RequirementResult[]): Pick<RequirementResult, 'findings' | 'more'> {
  const { findings: kept, more = 0 } = dedupeFindings(voices.flatMap((voice) => voice.findings))
  const beyond = more + voices.reduce((sum, voice) => sum + (voice.more ?? 0), 0)
  return { findings: kept, ...(beyond > 0 && { more: beyond }) }
}

/** An excuse holds for all only when every failure has one. */
function mergedExemption(voices: readonly RequirementResult[]): Pick<RequirementResult, 'known' | 'waived'> {
  const failed = voices.filter(({ outcome }) => outcome === 'fail')
  if (!failed.every(isExempt)) return {}
  const known = failed.find((voice) => voice.known !== undefined)?.known
  const waived = failed.find((voice) => voice.waived !== undefined)?.waived
  return { ...(known !== undefined && { known }), ...(waived && { waived }) }
}

/**
 * What several results of one requirement say together: fail > error > inconclusive > unstable > pass > skipped > unobserved.
 * So a shard that did not hold its suites takes nothing away. A result in which it was off is heard only when there is no other.
 */
export function mergeResults(results: readonly [RequirementResult, ...RequirementResult[]]): RequirementResult {
  const asked = results.filter(({ off }) => !off)
  const voices = asked.length > 0 ? asked : results
  const { findings: _, more: _more, variant: _variant, known: _known, waived: _waived, ...told } = voices.reduce(worse)
  return { ...told, ...variants(voices), ...findings(voices), ...(told.outcome === 'fail' && mergedExemption(voices)) }
}
