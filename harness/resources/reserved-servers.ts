import type { ApiResponse } from '../client/api-response.ts'
import type { ComputeClient } from '../client/compute-client.ts'
import { type PendingCreation, recordCreation } from './creation-tracking.ts'
import { listedServers } from './own-servers.ts'

/**
 * Records the resources that a create request created, like `recordCreation`. If the response has a reservation id in place of the server,
 * waits until a list has the server, so that it counts and can be deleted. If that fails, cleanup at the end of the run finds it.
 */
export async function recordServerOrReservation(
  client: ComputeClient,
  pending: PendingCreation,
  response: ApiResponse,
  isRepeated?: boolean,
): Promise<void> {
  const { name } = pending.creation
  if (response.string('body/reservation_id') !== undefined && name !== '') {
    const reader = client.withPhase('cleanup')
    const read = () => reader.call('listServers', { query: { name } })
    const isListed = (list: ApiResponse) => listedServers(list).some((server) => server.name.startsWith(name))
    await reader.poll(read, isListed, 'propagation', 'a reserved server in a list').catch(() => undefined)
  }
  await recordCreation(client, pending, response, isRepeated)
}
