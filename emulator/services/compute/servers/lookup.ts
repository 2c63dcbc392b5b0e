import { defineHook } from '../../../fault-injection/hooks.ts'
import { notFound } from '../../../server/errors.ts'
import type { Server } from '../../../state/servers.ts'
import type { OperationCall } from '../../operation.ts'

/** Tells whether a caller may see a server: it must be of the caller's tenant, and not deleted. */
export const isVisible = defineHook(
  'servers.isVisible',
  ({ user }: OperationCall, { tenantId, vmState }: Server): boolean =>
    tenantId === user.tenant.id && vmState !== 'deleted',
)

/** Returns the server that the path names. @throws ApiError 404 */
export function findServer(call: OperationCall): Server {
  const id = call.param('server')
  const server = call.cloud.servers.get(id)
  if (server === undefined || !isVisible(call, server)) throw notFound(`Instance ${id} could not be found.`)
  return server
}
