/** Lists of all servers, for the oracle to compare with what it knows. */
import type { ComputeClient } from '#harness'
import { idsIn } from '../pagination.ts'
import { bothLists, serversPointer } from './server-list.ts'

/**
 * Reads both lists, and the part after their first server with parameters that a target may heed only without a marker. `name`: of a
 * server.
 */
export async function readWholeLists(compute: ComputeClient, name: string): Promise<void> {
  for (const { operation } of bothLists) {
    const [marker, ...others] = idsIn(await compute.call(operation), serversPointer)
    if (marker === undefined || others.length < 2) continue
    await compute.call(operation, { query: { marker, limit: 1 } })
    await compute.call(operation, { query: { marker, name } })
  }
}
