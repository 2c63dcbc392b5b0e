import { deleted } from '../waiting/server-status.ts'
import type { ComputeClient } from './compute-client.ts'

/**
 * Deletes the servers that earlier creates of the test have created without a usable response, and that it does not use: they would use the
 * capacity of its next create, and tests would wait for each other.
 */
export async function deleteUnconfirmed(compute: ComputeClient): Promise<void> {
  const { unconfirmed } = compute.run.ownServers
  for (const id of compute.createdServerIds.filter((one) => unconfirmed.delete(one))) await deleteUnwanted(compute, id)
}

/** Deletes a server that no test uses, so that it does not count against the limit. If that fails, it is deleted at the end of the run. */
export async function deleteUnwanted(compute: ComputeClient, id: string): Promise<void> {
  const client = compute.withPhase('cleanup')
  try {
    await client.call('deleteServer', { path: { serverId: id } })
    await client.waitForServer(id, { after: 'delete', name: 'delete', conditions: [deleted] })
  } catch {
    // It is in the journal, so the cleanup of the run deletes it.
  }
}
