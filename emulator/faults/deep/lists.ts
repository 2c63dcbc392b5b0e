import type { Override } from '../../fault-injection/overrides.ts'
import { readAttachmentSlice } from '../../services/compute/servers/attachments.ts'
import {
  changesSinceFilter,
  imageFilter,
  nameFilter,
  statusFilter,
  wholeSeconds,
} from '../../services/compute/servers/filters.ts'
import { listableServers } from '../../services/compute/servers/list-servers.ts'
import type { OperationCall } from '../../services/operation.ts'
import { indexAfterMarker, maximumPage, readLimit } from '../../services/pagination.ts'
import { defineFault } from '../define-fault.ts'
import { changedList } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { isListWith } from '../servers/list-filters.ts'
import type { ServerListOperation } from '../servers/lists.ts'
import { inDetail } from './conditions.ts'

const hourMs = 3_600_000

const changesSinceTheHour = (list: ServerListOperation): Override =>
  changesSinceFilter.overrideWhen(isListWith(list, 'changes-since'), (original, call) => {
    original(call)
    const since = Math.floor(Date.parse(call.query.get('changes-since') ?? '') / hourMs) * hourMs
    return ({ updatedAt }) => wholeSeconds(updatedAt) >= since
  })

/** The servers of all tenants. */
const ofAllTenants = ({ cloud }: OperationCall) => cloud.servers.all().filter(({ vmState }) => vmState !== 'deleted')

const isPlainListWithoutQuery = (call: OperationCall): boolean =>
  isCallOf('servers.list')(call) && call.query.size === 0

/** Lists that are wrong in a part of their servers, or where a parameter stands beside another. */
export const deepListFaults = [
  defineFault(
    'deep-list-name-lost-beside-changes-since',
    'servers.list.name',
    'servers.list ignores name when the request has changes-since too.',
    nameFilter.overrideWhen(isListWith('servers.list', 'name', 'changes-since'), () => () => true),
  ),
  defineFault(
    'deep-list-status-lost-beside-flavor',
    'servers.list.status',
    'servers.list ignores status when the request has flavor too.',
    statusFilter.overrideWhen(isListWith('servers.list', 'status', 'flavor'), () => () => true),
  ),
  defineFault(
    'deep-detail-image-lost-beside-limit',
    'servers.detail.image',
    'servers.detail ignores image when the request has a limit and no marker.',
    imageFilter.overrideWhen(
      (call) => isListWith('servers.detail', 'image', 'limit')(call) && !call.query.has('marker'),
      () => () => true,
    ),
  ),
  defineFault(
    'deep-detail-first-volume-only',
    'servers.show.equals-detail',
    'servers.detail has only the first volume of a server.',
    inDetail(changedList('os-extended-volumes:volumes_attached', (volumes) => volumes.slice(0, 1))),
  ),
  defineFault(
    'deep-list-marker-ignored-for-one',
    'servers.list.marker',
    'servers.list ignores marker when the limit is 1.',
    indexAfterMarker.overrideWhen(
      (call) => isListWith('servers.list', 'marker', 'limit')(call) && call.query.get('limit') === '1',
      (original, call, items) => {
        original(call, items)
        return 0
      },
    ),
  ),
  defineFault(
    'deep-list-keeps-deleted',
    'servers.delete.removes',
    'servers.list without parameters has the first server that was deleted.',
    listableServers.overrideWhen(isPlainListWithoutQuery, (original, call) => {
      const deleted = call.cloud.servers.of(call.user.tenant.id).filter(({ vmState }) => vmState === 'deleted')
      return [...original(call), ...deleted.slice(0, 1)]
    }),
    changesSinceFilter.overrideWhen(isPlainListWithoutQuery, () => () => true),
  ),
  defineFault(
    'deep-flavors-limit-lost-beside-marker',
    'flavors.list.limit',
    'flavors.list ignores limit when the request has a marker too.',
    readLimit.overrideWhen(
      (call) => isCallOf('flavors.list')(call) && call.query.has('marker'),
      (original, call) => {
        original(call)
        return maximumPage
      },
    ),
  ),
  defineFault(
    'deep-attachments-limit-lost-beside-offset',
    'attachments.list.limit',
    'The limit of a list of attachments is ignored when the request has an offset too.',
    readAttachmentSlice.overrideWhen(
      ({ query }) => query.has('offset'),
      (original, call) => ({ ...original(call), limit: maximumPage }),
    ),
  ),
  defineFault(
    'deep-list-changes-since-the-hour',
    'servers.list.changes-since',
    'In servers.list, changes-since is rounded down to the hour.',
    changesSinceTheHour('servers.list'),
  ),
  defineFault(
    'deep-detail-changes-since-the-hour',
    'servers.detail.changes-since',
    'In servers.detail, changes-since is rounded down to the hour.',
    changesSinceTheHour('servers.detail'),
  ),
  defineFault(
    'deep-list-status-shows-foreign',
    'access.tenant-isolation',
    'A list by status has the servers of all tenants.',
    listableServers.overrideWhen(isListWith('servers.list', 'status'), (_original, call) => ofAllTenants(call)),
  ),
]
