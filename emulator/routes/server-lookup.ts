import { notFound } from '../errors.ts'
import type { Call } from '../operation.ts'
import type { Server } from '../state/servers.ts'

/**
 * The server of the path: the caller's own, and not deleted.
 * @throws ApiError 404
 */
export function findServer({ world, user, param }: Call): Server {
  const id = param('server')
  const server = world.servers.get(id)
  const isOwn = server?.tenantId === user.tenant.id || world.faults.has('foreign-servers-visible')
  const isGone = server?.vmState === 'deleted' && !world.faults.has('state-deleted-lingers')
  if (server === undefined || !isOwn || isGone) {
    throw notFound(`Instance ${id} could not be found.`)
  }
  return server
}
