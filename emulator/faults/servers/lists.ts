import { changesSinceFilter, isNotDeleted } from '../../services/compute/servers/filters.ts'
import { listableServers } from '../../services/compute/servers/list-servers.ts'
import type { OperationCall } from '../../services/operation.ts'
import { defineFault } from '../define-fault.ts'
import { asObject, changedList, fixed, onlySelfLink, without } from '../edits.ts'
import {
  badPagingAccepted,
  type DescribedDefects,
  hasEmptyValue,
  isCallOf,
  limitIgnored,
  markerIgnored,
  markerSkips,
} from '../list-queries.ts'
import { mutateBody, mutateResponse } from '../mutators.ts'
import { serverErrorResponse } from '../responses.ts'

/** The two lists of servers. A fault of one leaves the other correct. */
export type ServerListOperation = 'servers.list' | 'servers.detail'

function alwaysEmpty(list: ServerListOperation): DescribedDefects {
  return [`${list} is always empty.`, mutateBody(list, '', fixed('servers', []))]
}

function serversAsObject(list: ServerListOperation): DescribedDefects {
  return [`In ${list}, the servers are in an object instead of an array.`, mutateBody(list, '', asObject('servers'))]
}

function nullWhenEmpty(list: ServerListOperation): DescribedDefects {
  const nullForNone = changedList('servers', (servers) => (servers.length === 0 ? null : servers))
  return [`When ${list} has no servers, it has null.`, mutateBody(list, '', nullForNone)]
}

function everyServerTwice(list: ServerListOperation): DescribedDefects {
  const repeat = mutateBody(
    list,
    '',
    changedList('servers', (servers) => [...servers, ...servers]),
  )
  return [
    `Without a query, ${list} contains every server twice.`,
    mutateResponse(list, (response, context) =>
      context.request.url.includes('?') ? response : repeat.change(response, context),
    ),
  ]
}

function stoppedUnlisted(list: ServerListOperation): DescribedDefects {
  return [
    `${list} omits stopped servers.`,
    listableServers.overrideWhen(isCallOf(list), (original, call) =>
      original(call).filter(({ vmState }) => vmState !== 'stopped'),
    ),
  ]
}

function limitBeforeName(list: ServerListOperation): DescribedDefects {
  const applies = (call: OperationCall) =>
    isCallOf(list)(call) && call.query.has('name') && call.query.has('limit') && !call.query.has('marker')
  return [
    `${list} applies the limit before the name filter.`,
    listableServers.overrideWhen(applies, (original, call) => original(call).slice(0, Number(call.query.get('limit')))),
  ]
}

function badQueryAccepted(list: ServerListOperation): DescribedDefects {
  const [, ...paging] = badPagingAccepted(list)
  const changesSince = changesSinceFilter.insteadOfRejection(() => isNotDeleted, isCallOf(list))
  return [`${list} ignores a malformed limit or changes-since and an unknown marker.`, changesSince, ...paging]
}

function emptyValueFails(list: ServerListOperation): DescribedDefects {
  return [
    `A parameter without a value in ${list} causes a 500.`,
    mutateResponse(list, (response, { request }) => (hasEmptyValue(request.url) ? serverErrorResponse : response)),
  ]
}

const isPlainListWithoutQuery = ({ operation, query }: OperationCall) =>
  operation === 'servers.list' && query.size === 0

/** Faults of the two lists of servers, filters excepted. */
export const serverListFaults = [
  defineFault('servers-list-empty', 'servers.list.answers', ...alwaysEmpty('servers.list')),
  defineFault('servers-detail-empty', 'servers.detail.answers', ...alwaysEmpty('servers.detail')),
  defineFault('servers-list-twice', 'servers.list.answers', ...everyServerTwice('servers.list')),
  defineFault('servers-detail-twice', 'servers.detail.answers', ...everyServerTwice('servers.detail')),
  defineFault('servers-list-stopped-unlisted', 'servers.list.answers', ...stoppedUnlisted('servers.list')),
  defineFault('servers-detail-stopped-unlisted', 'servers.detail.answers', ...stoppedUnlisted('servers.detail')),
  defineFault('servers-list-as-object', 'servers.list.array', ...serversAsObject('servers.list')),
  defineFault('servers-detail-as-object', 'servers.detail.array', ...serversAsObject('servers.detail')),
  defineFault('servers-list-null-for-none', 'servers.list.array', ...nullWhenEmpty('servers.list')),
  defineFault('servers-detail-null-for-none', 'servers.detail.array', ...nullWhenEmpty('servers.detail')),
  defineFault('servers-list-limit-ignored', 'servers.list.limit', ...limitIgnored('servers.list')),
  defineFault('servers-detail-limit-ignored', 'servers.detail.limit', ...limitIgnored('servers.detail')),
  defineFault('servers-list-limit-before-name', 'servers.list.limit', ...limitBeforeName('servers.list')),
  defineFault('servers-detail-limit-before-name', 'servers.detail.limit', ...limitBeforeName('servers.detail')),
  defineFault('servers-list-marker-skips', 'servers.list.marker', ...markerSkips('servers.list')),
  defineFault('servers-detail-marker-skips', 'servers.detail.marker', ...markerSkips('servers.detail')),
  defineFault('servers-list-marker-ignored', 'servers.list.marker', ...markerIgnored('servers.list')),
  defineFault('servers-detail-marker-ignored', 'servers.detail.marker', ...markerIgnored('servers.detail')),
  defineFault('servers-list-bad-query-accepted', 'servers.list.bad-query-refused', ...badQueryAccepted('servers.list')),
  defineFault(
    'servers-detail-bad-query-accepted',
    'servers.detail.bad-query-refused',
    ...badQueryAccepted('servers.detail'),
  ),
  defineFault('servers-list-empty-value-fails', 'servers.list.bad-query-refused', ...emptyValueFails('servers.list')),
  defineFault(
    'servers-detail-empty-value-fails',
    'servers.detail.bad-query-refused',
    ...emptyValueFails('servers.detail'),
  ),
  defineFault(
    'servers-list-id-missing',
    'servers.list.id',
    'Listed servers have no id.',
    mutateBody('servers.list', 'servers.*', without('id')),
  ),
  defineFault(
    'servers-list-bookmark-missing',
    'servers.list.links',
    'Listed servers have only a self link.',
    mutateBody('servers.list', 'servers.*', onlySelfLink),
  ),
  defineFault(
    'servers-list-name-missing',
    'servers.list.name-shown',
    'Listed servers have no name.',
    mutateBody('servers.list', 'servers.*', without('name')),
  ),
  defineFault(
    'servers-list-name-made-up',
    'servers.list.name-shown',
    'The plain list has a name made from the id of each server.',
    mutateBody('servers.list', 'servers.*', (server) => ({ ...server, name: `server-${server['id']}` })),
  ),
  defineFault(
    'servers-list-shows-deleted',
    'servers.delete.removes',
    'The unfiltered list of servers contains deleted ones.',
    listableServers.overrideWhen(isPlainListWithoutQuery, (_original, { cloud, user }) =>
      cloud.servers.of(user.tenant.id),
    ),
    changesSinceFilter.overrideWhen(isPlainListWithoutQuery, () => () => true),
  ),
]
