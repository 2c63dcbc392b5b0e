/** Lists of all servers, for the oracle to compare with what it knows. */
import type { ApiResponse, ComputeClient } from '#harness'
import type { RequirementId } from '#model'
import { idsIn, type Query } from '../pagination.ts'
import { pageSizes } from './limit-and-marker.ts'
import { bothLists, containsServer, isWellFormedList, listReader, serversPointer } from './server-list.ts'

/** Reads both lists, which are whole whatever is being done to a server. */
export async function readBothLists(compute: ComputeClient): Promise<void> {
  for (const { operation } of bothLists) await compute.call(operation)
}

/**
 * Reads both lists, and the part after their second server with parameters that a target may heed only without a marker. `name`: of a
 * server. A list that begins with its first server, although another one is the marker, ignores the marker; after the first one as the
 * marker it could also be one that includes the marker.
 */
export async function readWholeLists(compute: ComputeClient, name: string): Promise<void> {
  for (const { operation } of bothLists) {
    const [first, marker, ...others] = idsIn(await compute.call(operation), serversPointer)
    if (first === undefined || marker === undefined || others.length < 1) continue
    // Two servers follow, and the page has one.
    await compute.call(operation, { query: { marker: first, limit: 1 } })
    await compute.call(operation, { query: { marker, limit: 1 } })
    await compute.call(operation, { query: { marker, name } })
  }
}

/** More than the clocks of two time zones differ. */
const dayMs = 86_400_000

/** Whether the server shows no change before its creation, which is a violation of its own. */
const hasChangedSince = (shown: ApiResponse, created: number): boolean =>
  !(Date.parse(shown.string('body/server/updated') ?? '') < created)

/** A list that does not go on in another page. */
const isWhole = (page: ApiResponse): boolean =>
  isWellFormedList(page) && idsIn(page, serversPointer).length < pageSizes.default

/**
 * Records a violation by a list that leaves out a new server, however often it is read: without parameters, and with a time before the
 * creation that the server shows.
 */
export async function compareWithWholeLists(compute: ComputeClient, serverId: string): Promise<void> {
  const show = () => compute.call('showServer', { path: { serverId } })
  const created = Date.parse((await show()).string('body/server/created') ?? '')
  const since = Number.isNaN(created)
    ? undefined
    : `${new Date(Math.min(created, Date.now()) - dayMs).toISOString().slice(0, 19)}Z`
  for (const list of bothLists) {
    const read = listReader(compute, list)
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
      // A list that leaves out the server without a parameter says nothing about the parameter.
      break
    }
  }
}
