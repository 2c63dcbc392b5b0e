import type { AppliedProfile } from '#contract'
import { UsageError } from '#engine/errors'
import { profileIn } from '#engine/target'
import type { ConnectionOptions, TrafficViolation } from '#harness/core'
import type { Edition } from '#model'
import type { Report } from '#results'

export interface ProxyOptions {
  /** The target, or the identity service of a cloud; only its origin is used. */
  readonly target: string
  /** Default: a free port. */
  readonly port?: number
  /** Default: 127.0.0.1. */
  readonly host?: string
  /** Default: toast. */
  readonly profile?: string
  /** The edition of the document; default the first one of the profile. */
  readonly edition?: Edition
  readonly connection?: ConnectionOptions
  /** The HAR file in which the traffic is recorded. */
  readonly har?: { readonly file: string; readonly version: string }
  /** Called once if the HAR file cannot be extended any more. */
  onHarError?(reason: string): void
  /** Called for each response that violates the document. */
  onViolation?(violation: TrafficViolation): void
  /** Renders the report for browsers; by default `/-/report` returns only JSON. */
  renderPage?(report: Report): string
}

/**
 * Returns the profile whose requirements apply to the target of a proxy.
 * @throws UsageError for a target without an http or https URL, for an unknown profile and for an edition that it does not have
 */
export function checkedProfile({ target, profile = 'toast', edition }: ProxyOptions): AppliedProfile {
  if (!/^https?:/i.test(target) || !URL.canParse(target))
    throw new UsageError(`target: expected a URL like https://compute.example, not ${JSON.stringify(target)}`)
  return profileIn(profile, edition)
}
