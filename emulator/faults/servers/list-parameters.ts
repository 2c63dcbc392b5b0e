import {
  changesSinceFilter,
  flavorFilter,
  imageFilter,
  isNotDeleted,
  nameFilter,
  statusFilter,
} from '../../services/compute/servers/filters.ts'
import { listableServers } from '../../services/compute/servers/list-servers.ts'
import type { OperationCall } from '../../services/operation.ts'
import { indexAfterMarker, queryValue, readLimit } from '../../services/pagination.ts'
import { defineFault } from '../define-fault.ts'
import { type DescribedDefects, isCallOf } from '../list-queries.ts'
import type { ServerListOperation } from './lists.ts'

/** Tells whether a call lists with a parameter but without a name. */
const isListWithoutName = (list: ServerListOperation, parameter: string) => (call: OperationCall) =>
  isCallOf(list)(call) && call.query.has(parameter) && !call.query.has('name')

function needsName(list: ServerListOperation, hook: typeof imageFilter, parameter: string): DescribedDefects {
  return [
    `${list} ignores ${parameter} when the request has no name.`,
    hook.overrideWhen(isListWithoutName(list, parameter), (original, call) => {
      original(call)
      return isNotDeleted
    }),
  ]
}

function limitNeedsName(list: ServerListOperation): DescribedDefects {
  return [
    `${list} ignores limit when the request has no name.`,
    readLimit.overrideWhen(isListWithoutName(list, 'limit'), (original, call) => {
      original(call)
      return Number.POSITIVE_INFINITY
    }),
  ]
}

function markerNeedsName(list: ServerListOperation): DescribedDefects {
  return [
    `${list} ignores marker when the request has no name.`,
    indexAfterMarker.overrideWhen(isListWithoutName(list, 'marker'), (original, call, items) => {
      original(call, items)
      return 0
    }),
  ]
}

function nameBeyondAsciiUnfound(list: ServerListOperation): DescribedDefects {
  const isBeyondAscii = (call: OperationCall) =>
    isCallOf(list)(call) && /[^\x20-\x7e]/.test(queryValue(call.query, 'name') ?? '')
  return [
    `${list} finds no server by a name with letters beyond ASCII.`,
    nameFilter.overrideWhen(isBeyondAscii, () => () => false),
  ]
}

function orderChanges(list: ServerListOperation): DescribedDefects {
  let count = 0
  return [
    `${list} reverses its order with every request for a page.`,
    listableServers.overrideWhen(
      (call) => isCallOf(list)(call) && call.query.has('limit'),
      (original, call) => (++count % 2 === 0 ? original(call).toReversed() : original(call)),
    ),
  ]
}

function newestOnly(list: ServerListOperation): DescribedDefects {
  return [
    `Without a query, ${list} has only the newest server.`,
    listableServers.overrideWhen(
      (call) => isCallOf(list)(call) && call.query.size === 0,
      (original, call) => original(call).slice(0, 1),
    ),
  ]
}

/** Faults of parameters that a list applies only together with a name, and of lists and pages with wrong elements. */
export const listParameterFaults = [
  defineFault(
    'servers-list-status-needs-name',
    'servers.list.status',
    ...needsName('servers.list', statusFilter, 'status'),
  ),
  defineFault(
    'servers-detail-status-needs-name',
    'servers.detail.status',
    ...needsName('servers.detail', statusFilter, 'status'),
  ),
  defineFault(
    'servers-list-flavor-needs-name',
    'servers.list.flavor',
    ...needsName('servers.list', flavorFilter, 'flavor'),
  ),
  defineFault(
    'servers-detail-flavor-needs-name',
    'servers.detail.flavor',
    ...needsName('servers.detail', flavorFilter, 'flavor'),
  ),
  defineFault(
    'servers-list-image-needs-name',
    'servers.list.image',
    ...needsName('servers.list', imageFilter, 'image'),
  ),
  defineFault(
    'servers-detail-image-needs-name',
    'servers.detail.image',
    ...needsName('servers.detail', imageFilter, 'image'),
  ),
  defineFault(
    'servers-list-changes-since-needs-name',
    'servers.list.changes-since',
    ...needsName('servers.list', changesSinceFilter, 'changes-since'),
  ),
  defineFault(
    'servers-detail-changes-since-needs-name',
    'servers.detail.changes-since',
    ...needsName('servers.detail', changesSinceFilter, 'changes-since'),
  ),
  defineFault('servers-list-limit-needs-name', 'servers.list.limit', ...limitNeedsName('servers.list')),
  defineFault('servers-detail-limit-needs-name', 'servers.detail.limit', ...limitNeedsName('servers.detail')),
  defineFault('servers-list-marker-needs-name', 'servers.list.marker', ...markerNeedsName('servers.list')),
  defineFault('servers-detail-marker-needs-name', 'servers.detail.marker', ...markerNeedsName('servers.detail')),
  defineFault('servers-list-name-beyond-ascii-unfound', 'servers.list.name', ...nameBeyondAsciiUnfound('servers.list')),
  defineFault(
    'servers-detail-name-beyond-ascii-unfound',
    'servers.detail.name',
    ...nameBeyondAsciiUnfound('servers.detail'),
  ),
  defineFault('servers-list-order-changes', 'servers.list.marker', ...orderChanges('servers.list')),
  defineFault('servers-detail-order-changes', 'servers.detail.marker', ...orderChanges('servers.detail')),
  defineFault('servers-list-newest-only', 'servers.list.answers', ...newestOnly('servers.list')),
  defineFault('servers-detail-newest-only', 'servers.detail.answers', ...newestOnly('servers.detail')),
]
