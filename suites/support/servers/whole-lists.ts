/** Reads the unfiltered lists of servers, which the oracle compares with the servers of the run. */
import type { ApiResponse, ComputeClient } from '#harness'
import type { RequirementId } from '#model'
import { idsIn, type Query } from '../pagination.ts'
import { pageSizes } from './limit-and-marker.ts'
import { dayMs, formatUtc } from './server-filters.ts'
import { bothLists, containsServer, isWellFormedList, listReader, serversPointer } from './server-list.ts'

/** Reads both lists, without parameters. */
export async function readBothLists(compute: ComputeClient): Promise<void> {
  for (const { operation } of bothLists) await compute.call(operation)
}

/**
 * Reads both lists, and the pages after their second server with a limit and with a filter by name, because a target may ignore the marker
 * only in such a query. The marker is the second server, so that a page that begins with the first one proves that the marker was ignored.
 */
export async function readWholeLists(compute: ComputeClient, name: string): Promise<void> {
  for (const { operation } of bothLists) {
    const [first, marker, ...others] = idsIn(await compute.call(operation), serversPointer)
    if (first === undefined || marker === undefined || others.length < 1) continue
    // At least two servers follow, and the limit is one.
    await compute.call(operation, { query: { marker: first, limit: 1 } })
    await compute.call(operation, { query: { marker, limit: 1 } })
    await compute.call(operation, { query: { marker, name } })
  }
}

/** Tells whether `updated` is not before `created`, in milliseconds since the epoch; another requirement covers an earlier time. */
const hasChangedSince = (shown: ApiResponse, created: number): boolean =>
  !(Date.parse(shown.string('body/server/updated') ?? '') < created)

/** Tells whether a list does not continue on another page. */
const isWhole = (page: ApiResponse): boolean =>
  isWellFormedList(page) && idsIn(page, serversPointer).length < pageSizes.default

/**
 * Records a violation by a list that leaves out a new server, still after the propagation timeout: without parameters, and with a
 * `changes-since` before its creation.
 */
export async function compareWithWholeLists(compute: ComputeClient, serverId: string): Promise<void> {
  const show = () => compute.call('showServer', { path: { serverId } })
  const created = Date.parse((await show()).string('body/server/created') ?? '')
  const since = Number.isNaN(created) ? undefined : formatUtc(Math.min(created, Date.now()) - dayMs)
  for (const list of bothLists) {
    const read = listReader(compute, list).until(serverId)
    const { answers, changesSince } = list.requirements
    const queries: readonly (readonly [RequirementId, Query])[] = [
      [answers, {}],
      ...(since === undefined ? [] : [[changesSince, { 'changes-since': since }] as const]),
    ]
    for (const [requirement, query] of queries) {
      const lacks = containsServer(serverId)
      const isLeftOut = (page: ApiResponse) => isWhole(page) && lacks(page) !== undefined
      const key = `servers in ${list.operation}`
      const { value } = await compute.poll(
        () => read(query),
        (page) => !isLeftOut(page),
        'propagation',
        key,
      )
      const mismatch = isLeftOut(value) ? lacks(value) : undefined
      if (mismatch === undefined) continue
      const shown = await show()
      const isChanged = shown.id('body/server/id') === serverId && hasChangedSince(shown, created)
      if (isChanged) compute.recordViolation(requirement, value, mismatch)
      // If the unfiltered list leaves out the server, the filtered one proves nothing.
      break
    }
  }
}
