import type { ObservedTransition } from '#model'

/**
 * Returns how long one test waited for one server, in milliseconds. `ms` of a transition counts from the request, which may lead through
 * several statuses.
 */
function waitOf(transitions: readonly ObservedTransition[]): number {
  return transitions.reduce((total, { after, ms }, index) => {
    const next = transitions[index + 1]
    const isFollowed = next !== undefined && next.after === after && next.ms >= ms
    return isFollowed ? total : total + ms
  }, 0)
}

/**
 * Returns the longest chain of status transitions that depend on one another, in milliseconds: those of one server. A run cannot be
 * shorter. Undefined where none was observed.
 * @param tests the transitions that each test observed, in order
 */
export function criticalPathMs(tests: readonly (readonly ObservedTransition[])[]): number | undefined {
  const waits = new Map<string, number>()
  for (const transitions of tests)
    for (const server of new Set(transitions.map((transition) => transition.server))) {
      const own = transitions.filter((transition) => transition.server === server)
      waits.set(server, (waits.get(server) ?? 0) + waitOf(own))
    }
  return waits.size === 0 ? undefined : Math.max(...waits.values())
}
