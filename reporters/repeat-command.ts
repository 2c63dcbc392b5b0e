import type { Report, RequirementResult } from '#results'
import { sanitizeLine } from './text/sanitize.ts'

/** The run that repeats the tests of a requirement, for what one request does not show. Traffic of other clients has none. */
export function repeatCommand({ target }: Report, { id, ms }: RequirementResult): string | undefined {
  if (ms === undefined) return undefined
  const profile = target.profile === 'toast' ? '' : ` --profile ${sanitizeLine(target.profile)}`
  // The other profiles have one edition each.
  const edition = target.profile === 'nova' && target.edition ? ` --edition ${target.edition}` : ''
  const options = target.options === undefined ? '' : ` ${sanitizeLine(target.options)}`
  return `compute-conformance run${options}${profile}${edition} --only ${id}`
}
