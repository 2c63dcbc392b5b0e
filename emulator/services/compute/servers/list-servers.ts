import { defineHook } from '../../../fault-injection/hooks.ts'
import { nextLink } from '../../../serializers/links.ts'
import { serverDetail, serverSummary } from '../../../serializers/server.ts'
import { type EmulatorResponse, type JsonObject, ok } from '../../../server/response.ts'
import type { Server } from '../../../state/servers.ts'
import { noteRead } from '../../../transitions/dispatch.ts'
import type { OperationCall } from '../../operation.ts'
import { type Page, paginate, queryCount } from '../../pagination.ts'
import { type SortKeys, sortByQuery } from '../../sorting.ts'
import { serverFilter } from './filters.ts'

/** The columns of Nova that a client may sort by. */
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

/** Returns all servers that a list may contain, sorted: those of the tenant, deleted ones only with `changes-since`. */
export const listableServers = defineHook(
  'servers.listable',
  ({ cloud, user, query }: OperationCall): readonly Server[] => {
    const { id } = user.tenant
    const listable = query.has('changes-since') ? cloud.servers.of(id) : cloud.servers.existingOf(id)
    return sortByQuery(listable, query, sortKeys)
  },
)

function findPage(call: OperationCall): Page<Server> {
  const filter = serverFilter(call)
  const servers = listableServers(call)
  // Nova validates an offset and otherwise ignores it.
  queryCount(call.query, 'offset')
  return paginate(call, servers, filter)
}

function respond(
  { query, urlBase }: OperationCall,
  path: string,
  { items, next }: Page<Server>,
  represent: (server: Server) => JsonObject,
): EmulatorResponse {
  const links = next && [nextLink(urlBase, path, query, next)]
  return ok({ servers: items.map(represent), servers_links: links })
}

/** Lists ids, names and links of servers. */
export function listServers(call: OperationCall): EmulatorResponse {
  return respond(call, 'servers', findPage(call), (server) => serverSummary(call.urlBase, server))
}

/** Lists servers in detail, which counts as a read of each. */
export function listServersDetail(call: OperationCall): EmulatorResponse {
  const { cloud, urlBase } = call
  const page = findPage(call)
  for (const { id } of page.items) noteRead(cloud, id)
  return respond(call, 'servers/detail', page, (server) => serverDetail(cloud, urlBase, server))
}
