import { serverBase } from '../../serializers/server.ts'
import { noContent, ok } from '../../server/response.ts'
import { findServer, isVisible } from '../../services/compute/servers/lookup.ts'
import { deleteServer } from '../../services/compute/servers/servers.ts'
import { applyServerUpdate, readServerUpdate, updateServer } from '../../services/compute/servers/update-server.ts'
import type { OperationCall } from '../../services/operation.ts'
import { beginDeletion } from '../../transitions/delete.ts'
import { defineFault } from '../define-fault.ts'
import { changed, isObject } from '../edits.ts'
import { acceptIf, mutateBody, mutateResponse } from '../mutators.ts'
import { requestedServer } from './create/create-request-edits.ts'

const longestName = 255

/** Returns the name in the body of an update; '' without one. */
function requestedName({ body }: OperationCall): string {
  const name = requestedServer(body)?.['name']
  return typeof name === 'string' ? name : ''
}

const hasLongName = (call: OperationCall) => requestedName(call).length > longestName

/** Faults of updating and deleting servers. */
export const updateAndDeleteFaults = [
  defineFault(
    'update-does-nothing',
    'servers.update.renames',
    'An update is accepted but has no effect.',
    applyServerUpdate.override(() => undefined),
  ),
  defineFault(
    'update-not-idempotent',
    'servers.update.renames',
    'A server that is given its present name gets another one.',
    applyServerUpdate.overrideWhen(
      (_call, server, { name }) => name === server.name,
      (original, call, server, update) => original(call, server, { ...update, name: `${update.name}-2` }),
    ),
  ),
  defineFault(
    'update-clears-others',
    'servers.update.single-attribute',
    'An update clears accessIPv4 unless the request has it.',
    applyServerUpdate.override((original, call, server, update) =>
      original(call, server, { ...update, accessIPv4: update.accessIPv4 ?? '' }),
    ),
  ),
  defineFault(
    'update-loses-groups',
    'servers.update.single-attribute',
    'An update removes all security groups but one from the server.',
    applyServerUpdate.override((original, call, server, update) => {
      original(call, server, update)
      for (const port of call.cloud.networking.ports.of(server.id)) port.groupIds = port.groupIds.slice(0, 1)
    }),
  ),
  defineFault(
    'update-without-server-accepted',
    'servers.update.server-required',
    'An update without the object server is accepted but has no effect.',
    acceptIf(
      'servers.update',
      () => ok({ server: {} }),
      (body) => isObject(body) && !('server' in body),
    ),
  ),
  defineFault(
    'update-access-address-lost',
    'servers.update.access-ipv4',
    'An update of accessIPv4 is ignored.',
    applyServerUpdate.override((original, call, server, update) =>
      original(call, server, { ...update, accessIPv4: undefined }),
    ),
  ),
  defineFault(
    'update-changes-host',
    'servers.update.limited',
    'An update can change the host.',
    applyServerUpdate.overrideWhen(
      ({ body }) => requestedServer(body)?.['hostId'] !== undefined,
      (original, call, server, update) => {
        original(call, server, update)
        server.host = String(requestedServer(call.body)?.['hostId'])
      },
    ),
  ),
  defineFault(
    'update-answers-old-state',
    'servers.update.answer',
    'The response to an update shows the server as it was before.',
    updateServer.override((original, call) => {
      const before = serverBase(call.cloud, call.urlBase, findServer(call))
      const response = original(call)
      return response.status === 200 ? ok({ server: before }) : response
    }),
  ),
  defineFault(
    'update-answers-other-flavor',
    'servers.update.answer',
    'The response to an update has another flavor than the server.',
    mutateBody('servers.update', 'server', (server) => ({
      ...server,
      flavor: { ...(isObject(server['flavor']) ? server['flavor'] : {}), id: 'other' },
    })),
  ),
  defineFault(
    'delete-of-stopped-does-nothing',
    'servers.delete.removes',
    'Deleting a stopped server is accepted but has no effect.',
    beginDeletion.overrideWhen(
      (_cloud, { vmState }) => vmState === 'stopped',
      () => undefined,
    ),
  ),
  defineFault(
    'update-of-stopped-does-nothing',
    'servers.update.renames',
    'An update of a stopped server is accepted but has no effect.',
    applyServerUpdate.overrideWhen(
      (_call, { vmState }) => vmState === 'stopped',
      () => undefined,
    ),
  ),
  defineFault(
    'update-name-cut',
    'servers.update.name-length',
    'A new name that is too long is truncated instead of rejected.',
    readServerUpdate.overrideWhen(hasLongName, (original, call) => {
      const server = changed('name', (name) => String(name).slice(0, longestName))(requestedServer(call.body) ?? {})
      return original({ ...call, body: { server } })
    }),
  ),
  defineFault(
    'update-refused-renames',
    'servers.update.name-length',
    'A new name that is too long is rejected, but truncated and used.',
    readServerUpdate.overrideWhen(hasLongName, (original, call) => {
      findServer(call).name = requestedName(call).slice(0, longestName)
      return original(call)
    }),
  ),
  defineFault(
    'delete-does-nothing',
    'servers.delete.removes',
    'Deleting a server is accepted but has no effect.',
    beginDeletion.override(() => undefined),
  ),
  defineFault(
    'delete-answers-body',
    'servers.delete.empty-body',
    'The response to deleting a server has a body.',
    mutateResponse('servers.delete', (response) =>
      response.status === 204 ? { ...response, status: 202, body: { server: null } } : response,
    ),
  ),
  defineFault(
    'delete-twice-accepted',
    'servers.unknown-refused',
    'A deleted server can be deleted again.',
    deleteServer.overrideWhen(
      ({ cloud, param }) => cloud.servers.get(param('server'))?.vmState === 'deleted',
      () => noContent,
    ),
  ),
  defineFault(
    'delete-accepts-unknown',
    'servers.unknown-refused',
    'A server that never existed can be deleted.',
    deleteServer.overrideWhen(
      ({ cloud, param }) => cloud.servers.get(param('server')) === undefined,
      () => noContent,
    ),
  ),
  defineFault(
    'update-beside-address-keeps-name',
    'servers.update.renames',
    'An update ignores the name when the request has accessIPv4 too.',
    applyServerUpdate.overrideWhen(
      (_call, _server, { accessIPv4 }) => accessIPv4 !== undefined,
      (original, call, server, update) => original(call, server, { ...update, name: undefined }),
    ),
  ),
  defineFault(
    'update-of-deleted-accepted',
    'servers.unknown-refused',
    'An update of a deleted server is accepted.',
    isVisible.overrideWhen(
      ({ operation }) => operation === 'servers.update',
      (_original, { user }, { tenantId }) => tenantId === user.tenant.id,
    ),
  ),
]
