import { queryNumber } from './input.ts'
import type { ControlCall, ControlRoute } from './route.ts'

/** Returns the last requests, the oldest first. `operation`, `status`, `after` (a number of the log) and `limit` filter them. */
function listRequests({ log, query }: ControlCall) {
  const operation = query.get('operation')
  const status = queryNumber(query, 'status')
  const after = queryNumber(query, 'after') ?? 0
  const limit = queryNumber(query, 'limit') ?? log.capacity
  const matching = log
    .entries()
    .filter(
      (entry) =>
        entry.number > after &&
        (operation ?? entry.operation) === entry.operation &&
        (status ?? entry.status) === entry.status,
    )
  return { requests: limit === 0 ? [] : matching.slice(-limit), capacity: log.capacity }
}

function clearRequests({ log }: ControlCall) {
  log.clear()
  return undefined
}

export const requestRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/requests', handle: listRequests },
  { method: 'DELETE', path: '/requests', handle: clearRequests },
]
