/** What is given up because the target is known not to do what was asked: what it is like now is unknown. */
import { deleteServer } from '#harness/core'
import type { KnownServer } from './model.ts'
import type { SingleStep } from './steps.ts'
import type { World } from './world.ts'

/** Deletes servers that are not used any more, so that others can take their place. Returns the deletions, as steps. */
export async function abandonServers(world: World, servers: readonly KnownServer[]): Promise<readonly SingleStep[]> {
  const deletions: SingleStep[] = []
  for (const server of servers) {
    const deletion: SingleStep = { action: 'delete', server: server.number }
    world.begin(deletion)
    await abandonServer(world, server)
    deletions.push(deletion)
  }
  return deletions
}

async function abandonServer({ compute, model, transcript }: World, server: KnownServer): Promise<void> {
  const { id, number } = server
  server.isAbandoned = true
  server.isDeleted = await deleteServer(compute, id).catch(() => false)
  const request = compute.evidence.exchanges.findLast(
    ({ operation, url, status }) => operation === 'deleteServer' && url.includes(id) && status < 300,
  )
  if (request) transcript.request(request)
  if (server.isDeleted) transcript.wait({ deletedServer: id })
  for (const volume of model.usedVolumes) {
    if (volume.server !== number) continue
    volume.server = undefined
    volume.isAbandoned = !server.isDeleted
  }
}

/** Gives up everything that steps were about. Returns the deletions of their servers, as steps. */
export function abandon(world: World, lost: readonly SingleStep[]): Promise<readonly SingleStep[]> {
  const { model } = world
  for (const step of lost) {
    const resources = [model.volumes.get(step.volume ?? 0), model.keypairs.get(step.keypair ?? 0)]
    for (const resource of resources) if (resource) resource.isAbandoned = true
  }
  const numbers = new Set(lost.map(({ server }) => server))
  return abandonServers(
    world,
    model.alive.filter(({ number }) => numbers.has(number)),
  )
}
