import { randomBytes } from 'node:crypto'
import type { Listing } from '../../../faults/index.ts'
import { nextLink, selfAndBookmark, selfUrl } from '../../../serializers/links.ts'
import { serverBase, serverDetail, serverSummary } from '../../../serializers/server.ts'
import { accepted, type EmulatorResponse, type JsonObject, noContent, ok } from '../../../server/response.ts'
import type { CloudState } from '../../../state/cloud-state.ts'
import type { Server } from '../../../state/servers.ts'
import { logAction } from '../../../transitions/action-log.ts'
import { createServers } from '../../../transitions/create-servers.ts'
import { beginDeletion } from '../../../transitions/delete.ts'
import { noteRead } from '../../../transitions/dispatch.ts'
import { requireUnlocked } from '../../../transitions/preconditions.ts'
import { address, trimmedName, unwrap } from '../../../validation/fields.ts'
import { readCreateRequest, readDiskConfig } from '../../../validation/server-create.ts'
import { planServer } from '../../../validation/server-plan.ts'
import type { Operation, OperationCall } from '../../operation.ts'
import { paginate, queryCount } from '../../pagination.ts'
import { type SortKeys, sortByQuery } from '../../sorting.ts'
import { hintedGroup } from '../server-groups.ts'
import { serverFilter } from './filters.ts'
import { findServer } from './lookup.ts'

/** By Nova's names of its columns. */
const sortKeys: SortKeys<Server> = {
  keys: {
    created_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
    launched_at: ({ launchedAt }) => launchedAt,
    display_name: ({ name }) => name,
    uuid: ({ id }) => id,
    vm_state: ({ vmState }) => vmState,
    task_state: ({ taskState }) => taskState,
    power_state: ({ powerState }) => powerState,
    availability_zone: ({ zone }) => zone,
    image_ref: ({ imageId }) => imageId,
    key_name: ({ keyName }) => keyName,
    user_id: ({ userId }) => userId,
    project_id: ({ tenantId }) => tenantId,
  },
  direction: 'desc',
  unknownKey: () => 'nothing is listed',
}

function listServers(
  call: OperationCall,
  listing: Listing,
  represent: (server: Server) => JsonObject,
): EmulatorResponse {
  const { cloud, user, query, urlBase } = call
  const filter = serverFilter(call, listing)
  const isAll = listing === 'list' && query.size === 0 && cloud.faults.has('servers-list-shows-deleted')
  const own = cloud.servers
    .of(user.tenant.id)
    .filter((server) => server.vmState !== 'deleted' || query.has('changes-since') || isAll)
    .filter(({ vmState }) => vmState !== 'stopped' || !cloud.faults.has(`servers-${listing}-stopped-unlisted`))
  const path = listing === 'list' ? 'servers' : 'servers/detail'
  const inOrder = sortByQuery(own, query, sortKeys)
  const isCut = query.has('name') && query.has('limit') && cloud.faults.has(`servers-${listing}-limit-before-name`)
  const looked = isCut && !query.has('marker') ? inOrder.slice(0, Number(query.get('limit'))) : inOrder
  const badQueryAccepted = cloud.faults.has(`servers-${listing}-bad-query-accepted`)
  // Nova looks whether an offset could be one, and skips nothing for it.
  queryCount(query, 'offset', badQueryAccepted)
  const page = paginate(looked, isAll ? () => true : filter, query, {
    limitIgnored: cloud.faults.has(`servers-${listing}-limit-ignored`),
    markerSkips: cloud.faults.has(`servers-${listing}-marker-skips`),
    markerIgnored: cloud.faults.has(`servers-${listing}-marker-ignored`),
    badQueryAccepted,
  })
  if (listing === 'detail') for (const { id } of page.items) noteRead(cloud, id)
  const next = page.next && [nextLink(urlBase, path, query, page.next.limit, page.next.marker)]
  return ok({ servers: page.items.map(represent), servers_links: next })
}

function createServer(call: OperationCall): EmulatorResponse {
  const { cloud, user, urlBase, body } = call
  const request = readCreateRequest(cloud, body)
  const plan = planServer(cloud, user, request)
  const group = hintedGroup(call)
  const servers = createServers(cloud, user, plan, cloud.clock.now())
  for (const made of servers) logAction(call, made, 'create')
  if (group) group.members = [...group.members, ...servers.map(({ id }) => id)]
  const [server] = servers
  if (request.wantsReservation) return accepted({ reservation_id: `r-${cloud.random.hex(8)}` })
  const short = {
    id: server.id,
    links: selfAndBookmark(urlBase, 'servers', server.id),
    'OS-DCF:diskConfig': server.diskConfig,
    security_groups: request.groupNames.map((name) => ({ name })),
    adminPass: request.adminPass ?? randomBytes(9).toString('base64url'),
  }
  return accepted({ server: short }, { location: selfUrl(urlBase, 'servers', server.id) })
}

function readName(cloud: CloudState, value: unknown): string {
  if (!cloud.faults.has('update-name-cut')) return trimmedName(value, 'name')
  return trimmedName(value, 'name', Number.POSITIVE_INFINITY).slice(0, 255)
}

function updateServer(call: OperationCall): EmulatorResponse {
  const { cloud, urlBase, body } = call
  const fields = unwrap(body, 'server')
  if (cloud.faults.has('update-refused-renames') && String(fields['name']).length > 255)
    findServer(call).name = String(fields['name']).slice(0, 255)
  const name = fields['name'] === undefined ? undefined : readName(cloud, fields['name'])
  const accessIPv4 = fields['accessIPv4'] === undefined ? undefined : address(fields['accessIPv4'], 'accessIPv4', 4)
  const accessIPv6 = fields['accessIPv6'] === undefined ? undefined : address(fields['accessIPv6'], 'accessIPv6', 6)
  const diskConfig = fields['OS-DCF:diskConfig'] === undefined ? undefined : readDiskConfig(fields['OS-DCF:diskConfig'])
  const server = findServer(call)
  const before = serverBase(cloud, urlBase, server)
  const isPausedInVain = server.vmState === 'paused' && cloud.faults.has('rename-of-paused-in-vain')
  if (!cloud.faults.has('update-does-nothing') && !isPausedInVain) {
    const isAgain = name === server.name && cloud.faults.has('update-not-idempotent')
    server.name = isAgain ? `${name}-2` : (name ?? server.name)
    if (!cloud.faults.has('update-access-address-lost')) server.accessIPv4 = accessIPv4 ?? server.accessIPv4
    server.accessIPv6 = accessIPv6 ?? server.accessIPv6
    server.diskConfig = diskConfig ?? server.diskConfig
    if (cloud.faults.has('update-clears-others') && accessIPv4 === undefined) server.accessIPv4 = ''
    if (cloud.faults.has('update-loses-groups'))
      for (const port of cloud.networking.ports.of(server.id)) port.groupIds = port.groupIds.slice(0, 1)
    if (cloud.faults.has('update-changes-host') && 'hostId' in fields) server.host = String(fields['hostId'])
    server.updatedAt = cloud.clock.now()
  }
  return ok({ server: cloud.faults.has('update-answers-old-state') ? before : serverBase(cloud, urlBase, server) })
}

function deleteServer(call: OperationCall): EmulatorResponse {
  const { cloud } = call
  if (cloud.faults.has('delete-accepts-unknown') && cloud.servers.get(call.param('server')) === undefined) {
    return noContent
  }
  const isGone = cloud.servers.get(call.param('server'))?.vmState === 'deleted'
  if (isGone && cloud.faults.has('delete-twice-accepted')) return noContent
  const server = findServer(call)
  requireUnlocked(server)
  const isInVain = server.vmState === 'error' && cloud.faults.has('delete-of-failed-in-vain')
  if (!cloud.faults.has('delete-does-nothing') && !isInVain) beginDeletion(cloud, server, cloud.clock.now())
  logAction(call, server, 'delete')
  return noContent
}

const creation =
  'Networks must be named (the document); a flavor outside u2 needs a root volume in block_device_mapping_v2, Windows ' +
  'images have bounds of their own, and metadata of the image is added (rules of the vendor); delete_on_termination may be 1 (its example); at most 10 at once.'

export const serverOperations: readonly Operation[] = [
  {
    name: 'servers.list',
    method: 'GET',
    path: '/servers',
    handle: (call) => listServers(call, 'list', (server) => serverSummary(call.urlBase, server)),
  },
  {
    name: 'servers.detail',
    method: 'GET',
    path: '/servers/detail',
    handle: (call) => listServers(call, 'detail', (server) => serverDetail(call.cloud, call.urlBase, server)),
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
  { name: 'servers.create', method: 'POST', path: '/servers', handle: createServer, differs: creation },
  {
    name: 'servers.create-from-volume',
    method: 'POST',
    path: '/os-volumes_boot',
    handle: createServer,
    differs: 'The same as POST /servers, at the older path that some clients use for root volumes.',
  },
  { name: 'servers.update', method: 'PUT', path: '/servers/:server', handle: updateServer },
  { name: 'servers.delete', method: 'DELETE', path: '/servers/:server', handle: deleteServer },
]
