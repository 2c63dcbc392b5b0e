/** Shelving a server that a test has prepared: it gives up its host, and may get another one later. */
import { assume, type ComputeClient, inStatus, type WaitOptions, withoutTask } from '#harness'
import { untilActive } from './active-server.ts'

/** A root disk on the host is saved as an image first. */
export const untilOffloaded: WaitOptions = {
  after: 'shelve',
  name: 'snapshot',
  conditions: [inStatus('SHELVED_OFFLOADED'), withoutTask],
}

/** Shelves a server. Returns whether it has given up its host. */
export async function shelveServer(compute: ComputeClient, serverId: string): Promise<boolean> {
  const response = await compute.call('actOnServer', { path: { serverId }, body: { shelve: null } })
  return response.isSuccess && (await compute.waitForServer(serverId, untilOffloaded)).outcome === 'reached'
}

/**
 * Shelves a server and unshelves it. The oracle compares what the server shows without a host, and with the next one, with what it
 * showed before.
 * @throws InconclusiveError for a server that does not give up its host, or does not get another one
 */
export async function shelveAndUnshelve(
  compute: ComputeClient,
  serverId: string,
  whileShelved: () => Promise<void>,
): Promise<void> {
  const isOffloaded = await shelveServer(compute, serverId)
  assume(isOffloaded, 'The server cannot be shelved.', 'servers.shelve.becomes-offloaded')
  await whileShelved()
  const unshelved = await compute.call('actOnServer', { path: { serverId }, body: { unshelve: null } })
  const wait = { ...untilActive, after: 'unshelve' }
  const isActive = unshelved.isSuccess && (await compute.waitForServer(serverId, wait)).outcome === 'reached'
  assume(isActive, 'The server cannot be unshelved.', 'servers.unshelve.becomes-active')
}
