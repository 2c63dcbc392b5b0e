/** Shelves a server, which is offloaded from its host, and unshelves it. */
import { assume, type ComputeClient, inStatus, type WaitOptions, withoutTask } from '#harness'
import { untilActive } from './active-server.ts'
import { requestAllowed } from './power-actions.ts'

/** The wait after a shelve, which first saves the root disk as an image if it is on the host. */
export const untilOffloaded: WaitOptions = {
  after: 'shelve',
  name: 'snapshot',
  conditions: [inStatus('SHELVED_OFFLOADED'), withoutTask],
}

/** Shelves a server. Returns whether it was offloaded from its host. */
export async function shelveServer(compute: ComputeClient, serverId: string): Promise<boolean> {
  const response = await compute.call('actOnServer', { path: { serverId }, body: { shelve: null } })
  return response.isSuccess && (await compute.waitForServer(serverId, untilOffloaded)).outcome === 'reached'
}

/**
 * Shelves a server and unshelves it. The oracle compares its attributes while it is offloaded, and afterwards, with the earlier ones.
 * @throws InconclusiveError when the server is not offloaded, or does not become ACTIVE again
 */
export async function shelveAndUnshelve(
  compute: ComputeClient,
  serverId: string,
  whileShelved: () => Promise<void>,
): Promise<void> {
  const isAccepted = await requestAllowed(compute, serverId, 'servers.shelve.becomes-offloaded', { shelve: null })
  const isOffloaded = isAccepted && (await compute.waitForServer(serverId, untilOffloaded)).outcome === 'reached'
  assume(isOffloaded, 'The server cannot be shelved.', 'servers.shelve.becomes-offloaded')
  await whileShelved()
  const unshelved = await compute.call('actOnServer', { path: { serverId }, body: { unshelve: null } })
  const wait = { ...untilActive, after: 'unshelve' }
  const isActive = unshelved.isSuccess && (await compute.waitForServer(serverId, wait)).outcome === 'reached'
  assume(isActive, 'The server cannot be unshelved.', 'servers.unshelve.becomes-active')
}
