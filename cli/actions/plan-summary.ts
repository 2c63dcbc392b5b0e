import type { RunPlan } from '#engine/runner'

const duration = (ms: number): string => (ms < 90_000 ? `${Math.ceil(ms / 1_000)} s` : `${Math.ceil(ms / 60_000)} min`)

const rows = (values: object): string[] =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(22)}${value}`]))

function resourceLines({ target, created, peakServers, serverMs }: RunPlan): string[] {
  const counts = Object.entries(created).map(([kind, count]) => `${count} ${kind}`)
  if (counts.length === 0) return ['  nothing']
  if (peakServers === 0) return [`  ${counts.join(', ')}`]
  return [
    `  ${counts.join(', ')}`,
    `  at most ${peakServers} servers at once (--max-servers ${target.maxServers}), about ${duration(serverMs)} of server time in total`,
  ]
}

/** Returns the resources that a target which accepts every invalid request would create in addition. They would be deleted, too. */
function worstCaseLines({ target, worstCase }: RunPlan): string[] {
  const { servers, volumes, gigabytes, largestVolume, images } = worstCase
  if (servers + images === 0) return ['  nothing']
  const isCostly = target.capabilities.includes('costlyProbes')
  return [
    `  ${servers} more servers, ${volumes} volumes of ${gigabytes} GB in all, the largest of ${largestVolume} GB, ${images} images`,
    isCostly
      ? '  with the requests that --allow-costly permits: more servers at once than --max-servers, and volumes over 20 GB'
      : `  one after another within --max-servers ${target.maxServers}; costly requests are not sent without --allow-costly`,
  ]
}

const estimate = ({ requests, peakServers, durationMs }: RunPlan): string =>
  peakServers > 0
    ? `  about ${requests} requests in about ${duration(durationMs)}, if a server takes half a minute to start`
    : `  about ${requests} requests in a few seconds`

/** Returns a plan as lines of text. */
export function formatPlan(plan: RunPlan): string[] {
  const { target, skipped, tested, requirements } = plan
  const services = Object.fromEntries(Object.entries(target.services).map(([name, url]) => [`${name} service`, url]))
  return [
    `Plan for ${target.computeUrl}, profile ${target.profile}, edition ${target.edition}. Nothing has been created.`,
    '',
    'Would use',
    ...rows({ tenant: target.tenant, 'second tenant': target.other?.tenant ?? 'none', ...target.resources }),
    ...rows(services),
    '',
    'Would create and delete',
    ...resourceLines(plan),
    estimate(plan),
    '',
    'Could create in addition and delete, if the target accepted everything that it has to reject',
    ...worstCaseLines(plan),
    '',
    `Would test ${tested} of ${requirements} requirements`,
    ...(skipped.length > 0 ? ['', 'Would skip'] : []),
    ...skipped.map(({ reason, count }) => `  ${String(count).padStart(3)} × ${reason}`),
  ]
}
