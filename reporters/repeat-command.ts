import type { Report, RequirementResult } from '#results'
import { sanitizeLine } from './text/sanitize.ts'

/**
 * The test with the first finding, if it does not verify the requirement itself: such a finding comes from the comparison of its
 * exchanges with others.
 */
function otherTest({ tests = [] }: Report, { id, findings: [finding] }: RequirementResult): string | undefined {
  const ofFinding = tests.filter(
    ({ exchanges }) => finding?.exchange !== undefined && exchanges.includes(finding.exchange),
  )
  if (ofFinding.some(({ requirements = [] }) => requirements.includes(id))) return undefined
  return ofFinding[0]?.requirements?.[0]
}

/** The run that repeats the tests of a requirement, for what one request does not show. Traffic of other clients has none. */
export function repeatCommand(report: Report, result: RequirementResult): string | undefined {
  if (result.ms === undefined) return undefined
  const { target } = report
  const profile = target.profile === 'toast' ? '' : ` --profile ${sanitizeLine(target.profile)}`
  // The other profiles have one edition each.
  const edition = target.profile === 'nova' && target.edition ? ` --edition ${target.edition}` : ''
  const options = target.options === undefined ? '' : ` ${sanitizeLine(target.options)}`
  const other = otherTest(report, result)
  return `compute-conformance run${options}${profile}${edition} --only ${result.id}${other === undefined ? '' : ` ${other}`}`
}
