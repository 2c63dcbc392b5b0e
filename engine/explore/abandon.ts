/** Abandons resources whose state is unknown after a known violation: they are deleted or no longer used. */
import { deleteServer } from '#harness/core'
import type { KnownServer } from './model.ts'
import type { SingleStep } from './steps.ts'
import type { WalkContext } from './walk-context.ts'

/** Deletes servers whose state is unknown, which makes capacity for new ones. Returns the deletions as steps. */
export async function abandonServers(
  context: WalkContext,
  servers: readonly KnownServer[],
): Promise<readonly SingleStep[]> {
  const deletions: SingleStep[] = []
  for (const server of servers) {
    const deletion: SingleStep = { action: 'delete', server: server.number }
    context.begin(deletion)
    await abandonServer(context, server)
    deletions.push(deletion)
  }
  return deletions
}

async function abandonServer({ compute, model, transcript }: WalkContext, server: KnownServer): Promise<void> {
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

/** Abandons every resource that the steps were about. Returns the deletions of their servers as steps. */
export function abandon(context: WalkContext, lost: readonly SingleStep[]): Promise<readonly SingleStep[]> {
  const { model } = context
  for (const step of lost) {
    const resources = [model.volumes.get(step.volume ?? 0), model.keypairs.get(step.keypair ?? 0)]
    for (const resource of resources) if (resource) resource.isAbandoned = true
  }
  const numbers = new Set(lost.map(({ server }) => server))
  return abandonServers(
    context,
    model.alive.filter(({ number }) => numbers.has(number)),
  )
}
