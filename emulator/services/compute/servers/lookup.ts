import { notFound } from '../../../server/errors.ts'
import type { CloudState } from '../../../state/cloud-state.ts'
import type { Server } from '../../../state/servers.ts'
import type { OperationCall } from '../../operation.ts'

/** Servers belong to whoever asks for them so (faults). */
const isFree = ({ faults }: CloudState, method: string): boolean =>
  faults.has('foreign-servers-visible') || (method === 'PUT' && faults.has('foreign-servers-changed'))

/**
 * The server of the path: the caller's own, and not deleted.
 * @throws ApiError 404
 */
export function findServer({ cloud, user, param, request }: OperationCall): Server {
  const id = param('server')
  const server = cloud.servers.get(id)
  const isOwn = server?.tenantId === user.tenant.id || isFree(cloud, request.method)
  const isGone = server?.vmState === 'deleted' && !cloud.faults.has('state-deleted-lingers')
  if (server === undefined || !isOwn || isGone) {
    throw notFound(`Instance ${id} could not be found.`)
  }
  return server
}
