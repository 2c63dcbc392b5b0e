/** Lists of all servers, for the oracle to compare with what it knows. */
import type { ComputeClient } from '#harness'
import { idsIn } from '../pagination.ts'
import { bothLists, serversPointer } from './server-list.ts'

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
