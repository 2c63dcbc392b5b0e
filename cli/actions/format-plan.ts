import type { TargetSettings } from '#model'
import type { Report, RequirementResult } from '#results'

import { speedup } from '../../engine/runner/dry-run/timing.ts'

const minutes = (ms: number): string => (ms < 90_000 ? `${Math.ceil(ms / 1_000)} s` : `${Math.ceil(ms / 60_000)} min`)

const named = (values: object): string[] =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(22)}${value}`]))

/** What will not be verified, by reason: `12 × no second tenant: set other.tenant and other.token`. */
function left(requirements: readonly RequirementResult[]): string[] {
  const reasons = requirements.flatMap(({ outcome, off, reason }) =>
    outcome === 'skipped' && !off ? [reason ?? 'no reason'] : [],
  )
  return [...new Set(reasons)].map(
    (reason) => `  ${String(reasons.filter((one) => one === reason).length).padStart(3)} × ${reason}`,
  )
}

/** The plan of a run, as lines to print: what it would use, what it would create, how long it would take, what it would leave out. */
export function formatPlan(target: TargetSettings, rehearsed: Report): string[] {
  const { created, peakServers, serverSeconds } = rehearsed.resources
  const { requirements, requests, durationMs } = rehearsed
  const asked = requirements.filter(({ off }) => !off)
  const skipped = left(requirements)
  const made = Object.entries(created).map(([kind, count]) => `${count} ${kind}`)
  return [
    `Plan for ${target.url}, profile ${target.profile}. Nothing has been created.`,
    '',
    'Would use',
    ...named({ tenant: target.tenant, 'second tenant': target.other?.tenant ?? 'none', ...target.resources }),
    ...named(Object.fromEntries(Object.entries(target.services).map(([name, url]) => [`${name} service`, url]))),
    '',
    'Would create, and remove again',
    `  ${made.length === 0 ? 'nothing' : made.join(', ')}`,
    ...(peakServers > 0
      ? [
          `  at most ${peakServers} servers at once (--max-servers ${target.maxServers}), together about ${minutes(serverSeconds * 1_000 * speedup)} of server time`,
        ]
      : []),
    `  about ${requests} requests; ${peakServers > 0 ? `about ${minutes(durationMs * speedup)} where a server takes half a minute to start` : 'seconds'}`,
    '',
    `Would verify ${asked.length - asked.filter(({ outcome }) => outcome === 'skipped').length} of ${requirements.length} requirements`,
    ...(skipped.length > 0 ? ['', 'Would skip', ...skipped] : []),
  ]
}
