import { inMicroseconds } from '../../../serializers/timestamps.ts'
import { notFound } from '../../../server/errors.ts'
import type { JsonObject } from '../../../server/response.ts'
import type { Server, ServerAction } from '../../../state/servers.ts'
import { type Operation, type OperationCall, readOperation } from '../../operation.ts'
import { findServer } from './lookup.ts'

function represent(server: Server, { action, requestId, userId, startedAt }: ServerAction): JsonObject {
  return {
    action,
    instance_uuid: server.id,
    request_id: requestId,
    user_id: userId,
    project_id: server.tenantId,
    start_time: inMicroseconds(startedAt),
    message: null,
  }
}

function findAction(call: OperationCall, server: Server): ServerAction {
  const id = call.param('request')
  const entry = server.history.find(({ requestId }) => requestId === id)
  if (entry === undefined) throw notFound(`Action for request_id ${id} on instance ${server.id} not found`)
  return entry
}

const collection = '/servers/:server/os-instance-actions'
const differs = 'The events of an action are not recorded; Nova shows them only to administrators.'

/** The actions that were requested for a server, the latest first. */
export const historyOperations: readonly Operation[] = [
  readOperation('servers.history', collection, (call) => {
    const server = findServer(call)
    return { instanceActions: server.history.toReversed().map((action) => represent(server, action)) }
  }),
  readOperation(
    'servers.history.show',
    `${collection}/:request`,
    (call) => {
      const server = findServer(call)
      return { instanceAction: represent(server, findAction(call, server)) }
    },
    { differs },
  ),
]
