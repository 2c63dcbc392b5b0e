import { parseIsoTime } from '../../serializers/timestamps.ts'
import {
  changesSinceFilter,
  flavorFilter,
  imageFilter,
  isNotDeleted,
  nameFilter,
  statusFilter,
  wholeSeconds,
} from '../../services/compute/servers/filters.ts'
import type { OperationCall } from '../../services/operation.ts'
import { queryValue } from '../../services/pagination.ts'
import { defineFault } from '../define-fault.ts'
import { fixed } from '../edits.ts'
import { type DescribedDefects, isCallOf } from '../list-queries.ts'
import { mutateBody, mutateResponse } from '../mutators.ts'
import type { ServerListOperation } from './lists.ts'

/** Tells whether a call lists in one of the two ways, with all of these query parameters. */
export const isListWith =
  (list: ServerListOperation, ...parameters: readonly string[]) =>
  (call: OperationCall): boolean =>
    isCallOf(list)(call) && parameters.every((name) => call.query.has(name))

function ignored(list: ServerListOperation, hook: typeof imageFilter, parameter: string): DescribedDefects {
  return [`${list} ignores ${parameter}.`, hook.overrideWhen(isListWith(list, parameter), () => () => true)]
}

function changesSinceIgnored(list: ServerListOperation): DescribedDefects {
  return [
    `${list} ignores changes-since.`,
    changesSinceFilter.overrideWhen(isListWith(list, 'changes-since'), (original, call) => {
      original(call)
      return isNotDeleted
    }),
  ]
}

function changesSinceCreated(list: ServerListOperation): DescribedDefects {
  return [
    `In ${list}, changes-since is compared with the time of creation.`,
    changesSinceFilter.overrideWhen(isListWith(list, 'changes-since'), (original, call) => {
      const since = parseIsoTime(queryValue(call.query, 'changes-since') ?? '')
      return since === undefined ? original(call) : ({ createdAt }) => wholeSeconds(createdAt) >= since
    }),
  ]
}

function anyImageMatches(list: ServerListOperation): DescribedDefects {
  const namesImage = (call: OperationCall) =>
    isListWith(list, 'image')(call) && call.cloud.images.has(queryValue(call.query, 'image') ?? '')
  return [
    `In ${list}, every server matches any image that exists.`,
    imageFilter.overrideWhen(namesImage, () => () => true),
  ]
}

function flavorLostBesideStatus(list: ServerListOperation): DescribedDefects {
  return [
    `${list} ignores flavor when the request has a status too.`,
    flavorFilter.overrideWhen(isListWith(list, 'flavor', 'status'), () => () => true),
  ]
}

function resizedUnfoundByFlavor(list: ServerListOperation): DescribedDefects {
  return [
    `${list} finds no resized server by its flavor.`,
    flavorFilter.overrideWhen(isListWith(list, 'flavor'), (original, call) => {
      const matches = original(call)
      return (server) => matches(server) && !server.history.some(({ action }) => action === 'resize')
    }),
  ]
}

function nameLiteral(list: ServerListOperation): DescribedDefects {
  return [
    `${list} compares the whole name instead of a regular expression.`,
    nameFilter.overrideWhen(isListWith(list, 'name'), (_original, { query }) => {
      const text = queryValue(query, 'name')
      return ({ name }) => name === text
    }),
  ]
}

function stoppedUnfound(list: ServerListOperation): DescribedDefects {
  const empty = mutateBody(list, '', fixed('servers', []))
  return [
    `${list} finds no server by the status SHUTOFF.`,
    mutateResponse(list, (response, context) =>
      new URL(context.request.url).searchParams.get('status') === 'SHUTOFF'
        ? empty.change(response, context)
        : response,
    ),
  ]
}

/** The list counts PAUSED servers among the ACTIVE ones. */
export function pausedCountsAsActive(list: ServerListOperation): DescribedDefects {
  return [
    `${list} finds PAUSED servers by the status ACTIVE.`,
    statusFilter.overrideWhen(isListWith(list, 'status'), (original, call) => {
      const matches = original(call)
      const asksForActive = call.query.getAll('status').some((status) => status.toUpperCase() === 'ACTIVE')
      return (server) => matches(server) || (asksForActive && server.vmState === 'paused')
    }),
  ]
}

/** Faults of the filters of the two lists of servers. */
export const listFilterFaults = [
  defineFault(
    'servers-list-changes-since-ignored',
    'servers.list.changes-since',
    ...changesSinceIgnored('servers.list'),
  ),
  defineFault(
    'servers-detail-changes-since-ignored',
    'servers.detail.changes-since',
    ...changesSinceIgnored('servers.detail'),
  ),
  defineFault(
    'servers-list-changes-since-created',
    'servers.list.changes-since',
    ...changesSinceCreated('servers.list'),
  ),
  defineFault(
    'servers-detail-changes-since-created',
    'servers.detail.changes-since',
    ...changesSinceCreated('servers.detail'),
  ),
  defineFault('servers-list-image-ignored', 'servers.list.image', ...ignored('servers.list', imageFilter, 'image')),
  defineFault(
    'servers-detail-image-ignored',
    'servers.detail.image',
    ...ignored('servers.detail', imageFilter, 'image'),
  ),
  defineFault('servers-list-image-of-any', 'servers.list.image', ...anyImageMatches('servers.list')),
  defineFault('servers-detail-image-of-any', 'servers.detail.image', ...anyImageMatches('servers.detail')),
  defineFault('servers-list-flavor-ignored', 'servers.list.flavor', ...ignored('servers.list', flavorFilter, 'flavor')),
  defineFault(
    'servers-detail-flavor-ignored',
    'servers.detail.flavor',
    ...ignored('servers.detail', flavorFilter, 'flavor'),
  ),
  defineFault(
    'servers-list-flavor-lost-beside-status',
    'servers.list.flavor',
    ...flavorLostBesideStatus('servers.list'),
  ),
  defineFault(
    'servers-detail-flavor-lost-beside-status',
    'servers.detail.flavor',
    ...flavorLostBesideStatus('servers.detail'),
  ),
  defineFault(
    'servers-list-flavor-after-resize-unfound',
    'servers.list.flavor',
    ...resizedUnfoundByFlavor('servers.list'),
  ),
  defineFault(
    'servers-detail-flavor-after-resize-unfound',
    'servers.detail.flavor',
    ...resizedUnfoundByFlavor('servers.detail'),
  ),
  defineFault('servers-list-name-ignored', 'servers.list.name', ...ignored('servers.list', nameFilter, 'name')),
  defineFault('servers-detail-name-ignored', 'servers.detail.name', ...ignored('servers.detail', nameFilter, 'name')),
  defineFault('servers-list-name-literal', 'servers.list.name-regex', ...nameLiteral('servers.list')),
  defineFault('servers-detail-name-literal', 'servers.detail.name-regex', ...nameLiteral('servers.detail')),
  defineFault('servers-list-status-ignored', 'servers.list.status', ...ignored('servers.list', statusFilter, 'status')),
  defineFault(
    'servers-detail-status-ignored',
    'servers.detail.status',
    ...ignored('servers.detail', statusFilter, 'status'),
  ),
  defineFault('servers-list-stopped-unfound', 'servers.list.status', ...stoppedUnfound('servers.list')),
  defineFault('servers-detail-stopped-unfound', 'servers.detail.status', ...stoppedUnfound('servers.detail')),
]
