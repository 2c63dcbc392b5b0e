import { randomBytes } from 'node:crypto'
import { defineHook } from '../../../fault-injection/hooks.ts'
import { selfAndBookmark, selfUrl } from '../../../serializers/links.ts'
import { serverDetail } from '../../../serializers/server.ts'
import { accepted, type EmulatorResponse, noContent, ok } from '../../../server/response.ts'
import { logAction } from '../../../transitions/action-log.ts'
import { createServers } from '../../../transitions/create-servers.ts'
import { beginDeletion } from '../../../transitions/delete.ts'
import { noteRead } from '../../../transitions/dispatch.ts'
import { requireUnlocked } from '../../../transitions/preconditions.ts'
import { type CreateRequest, readCreateRequest } from '../../../validation/server-create.ts'
import { planServer } from '../../../validation/server-plan.ts'
import type { Operation, OperationCall } from '../../operation.ts'
import { hintedGroup, joinGroup } from '../server-groups.ts'
import { listServers, listServersDetail } from './list-servers.ts'
import { findServer } from './lookup.ts'
import { updateServer } from './update-server.ts'

function createServer(call: OperationCall): EmulatorResponse {
  const { cloud, user, urlBase, body } = call
  const request = readCreateRequest(cloud, body)
  const plan = planServer(cloud, user, request)
  const group = hintedGroup(call)
  const servers = createServers(cloud, user, plan, cloud.clock.now())
  for (const server of servers) logAction(call, server, 'create')
  if (group) joinGroup(call, group, servers)
  const [server] = servers
  if (wantsReservation(call, request)) return accepted({ reservation_id: server.reservationId })
  const summary = {
    id: server.id,
    links: selfAndBookmark(urlBase, 'servers', server.id),
    'OS-DCF:diskConfig': server.diskConfig,
    security_groups: request.groupNames.map((name) => ({ name })),
    adminPass: request.adminPass ?? randomBytes(9).toString('base64url'),
  }
  return accepted({ server: summary }, { location: selfUrl(urlBase, 'servers', server.id) })
}

/** Tells whether the response to a create request has a reservation id instead of a server. */
export const wantsReservation = defineHook(
  'servers.wantsReservation',
  (_call: OperationCall, request: CreateRequest): boolean => request.wantsReservation,
)

export const deleteServer = defineHook('servers.delete', (call: OperationCall): EmulatorResponse => {
  const { cloud } = call
  const server = findServer(call)
  requireUnlocked(server)
  beginDeletion(cloud, server, cloud.clock.now())
  logAction(call, server, 'delete')
  return noContent
})

const createDifferences =
  'The request must name networks (the document); a flavor other than u2 needs a root volume in block_device_mapping_v2, ' +
  'Windows images have limits of their own, and the properties of the image become metadata (rules of the vendor); ' +
  'delete_on_termination may be 1 (example of the document); at most 10 servers at once.'

export const serverOperations: readonly Operation[] = [
  {
    name: 'servers.list',
    method: 'GET',
    path: '/servers',
    handle: listServers,
  },
  {
    name: 'servers.detail',
    method: 'GET',
    path: '/servers/detail',
    handle: listServersDetail,
  },
  {
    name: 'servers.show',
    method: 'GET',
    path: '/servers/:server',
    handle: (call) => {
      const server = findServer(call)
      noteRead(call.cloud, server.id)
      return ok({ server: serverDetail(call.cloud, call.urlBase, server) })
    },
  },
  { name: 'servers.create', method: 'POST', path: '/servers', handle: createServer, differs: createDifferences },
  {
    name: 'servers.create-from-volume',
    method: 'POST',
    path: '/os-volumes_boot',
    handle: createServer,
    differs: 'The same as POST /servers. Some clients use this older path for root volumes.',
  },
  { name: 'servers.update', method: 'PUT', path: '/servers/:server', handle: updateServer },
  { name: 'servers.delete', method: 'DELETE', path: '/servers/:server', handle: deleteServer },
]
