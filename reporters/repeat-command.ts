import type { Report, RequirementResult } from '#results'
import { sanitizeLine } from './text/sanitize.ts'

/**
 * Returns the first requirement of the test with the first finding, if no finding comes from a test that verifies the
 * requirement itself: then they come from comparisons of exchanges, or from what a test did before its own checks.
 */
function otherRequirement({ tests = [] }: Report, { id, findings }: RequirementResult): string | undefined {
  const indexes = findings.flatMap(({ exchange }) => exchange ?? [])
  const withFindings = tests.filter(({ exchanges }) => indexes.some((index) => exchanges.includes(index)))
  if (withFindings.some(({ requirements = [] }) => requirements.includes(id))) return undefined
  const [first] = indexes
  return withFindings.find(({ exchanges }) => exchanges.some((index) => index === first))?.requirements?.[0]
}

/**
 * Returns the command that repeats the tests of a requirement, for findings that a single request does not show.
 * Traffic of other clients has none.
 */
export function repeatCommand(report: Report, result: RequirementResult): string | undefined {
  if (result.ms === undefined) return undefined
  const { target } = report
  const profile = target.profile === 'toast' ? '' : ` --profile ${sanitizeLine(target.profile)}`
  // The other profiles have one edition each.
  const edition = target.profile === 'nova' && target.edition ? ` --edition ${target.edition}` : ''
  const options = target.options === undefined ? '' : ` ${sanitizeLine(target.options)}`
  const other = otherRequirement(report, result)
  return `compute-conformance run${options}${profile}${edition} --only ${result.id}${other === undefined ? '' : ` ${other}`}`
}
