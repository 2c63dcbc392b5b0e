import type { Override } from '../../fault-injection/overrides.ts'
import type { JsonObject } from '../../server/response.ts'
import { readAttachmentSlice } from '../../services/compute/servers/attachments.ts'
import {
  asksForAllTenants,
  changesSinceFilter,
  imageFilter,
  nameFilter,
  reservationFilter,
  statusFilter,
  wholeSeconds,
} from '../../services/compute/servers/filters.ts'
import { listableServers } from '../../services/compute/servers/list-servers.ts'
import type { OperationCall } from '../../services/operation.ts'
import { indexAfterMarker, maximumPage } from '../../services/pagination.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { changedList } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { isListWith } from '../servers/list-filters.ts'
import type { ServerListOperation } from '../servers/lists.ts'
import { completedWith, inDetail } from './conditions.ts'

const hourMs = 3_600_000

const changesSinceTheHour = (list: ServerListOperation): Override =>
  changesSinceFilter.overrideWhen(isListWith(list, 'changes-since'), (original, call) => {
    original(call)
    const since = Math.floor(Date.parse(call.query.get('changes-since') ?? '') / hourMs) * hourMs
    return ({ updatedAt }) => wholeSeconds(updatedAt) >= since
  })

const withoutStopped = (list: ServerListOperation): Override =>
  changesSinceFilter.overrideWhen(isListWith(list, 'changes-since'), (original, call) => {
    const isSelected = original(call)
    return (server) => server.vmState !== 'stopped' && isSelected(server)
  })

/** Returns the servers of all tenants. */
const ofAllTenants = ({ cloud }: OperationCall) => cloud.servers.all().filter(({ vmState }) => vmState !== 'deleted')

const filterNames = ['name', 'status', 'flavor', 'image', 'changes-since']

/** Tells whether a call lists servers by a name with an anchor at both ends. */
const isAnchoredIn =
  (list: ServerListOperation) =>
  (call: OperationCall): boolean =>
    isListWith(list, 'name')(call) && /^\^.*\$$/.test(call.query.get('name') ?? '')

/** Tells whether a call lists shelved servers. */
const namesShelved =
  (list: ServerListOperation) =>
  (call: OperationCall): boolean =>
    isListWith(list, 'status')(call) && /^shelved/i.test(call.query.get('status') ?? '')

const isPlainListWithoutQuery = (call: OperationCall): boolean =>
  isCallOf('servers.list')(call) && call.query.size === 0

/** Faults of lists for some of their servers, or with several parameters. */
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
    'deep-list-changes-since-without-stopped',
    'servers.list.changes-since',
    'In servers.list, changes-since leaves out servers that are stopped.',
    withoutStopped('servers.list'),
  ),
  defineFault(
    'deep-detail-changes-since-without-stopped',
    'servers.detail.changes-since',
    'In servers.detail, changes-since leaves out servers that are stopped.',
    withoutStopped('servers.detail'),
  ),
  defineFault(
    'deep-list-status-shows-foreign',
    'access.tenant-isolation',
    'A list by status has the servers of all tenants.',
    listableServers.overrideWhen(isListWith('servers.list', 'status'), (_original, call) => ofAllTenants(call)),
  ),
  defineFault(
    'deep-all-tenants-listed',
    'access.tenant-isolation',
    'With the parameter all_tenants, any user can list the servers of all tenants.',
    asksForAllTenants.override(() => false),
    listableServers.overrideWhen(
      ({ query }) => query.has('all_tenants'),
      (_original, call) => ofAllTenants(call),
    ),
  ),
  defineFault(
    'deep-list-name-between-anchors-unfound',
    'servers.list.name-regex',
    'In servers.list, a name with an anchor at both ends matches no server.',
    nameFilter.overrideWhen(isAnchoredIn('servers.list'), () => () => false),
  ),
  defineFault(
    'deep-detail-name-between-anchors-unfound',
    'servers.detail.name-regex',
    'In servers.detail, a name with an anchor at both ends matches no server.',
    nameFilter.overrideWhen(isAnchoredIn('servers.detail'), () => () => false),
  ),
  defineFault(
    'deep-list-four-filters-find-nothing',
    'servers.list.image',
    'servers.list is empty when the request has four filters or more.',
    nameFilter.overrideWhen(
      (call) => isCallOf('servers.list')(call) && filterNames.filter((name) => call.query.has(name)).length >= 4,
      () => () => false,
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-list-status-shelved-unfound',
      'servers.list.status',
      'servers.list finds no shelved server by its status.',
      statusFilter.overrideWhen(namesShelved('servers.list'), () => () => false),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-detail-status-shelved-unfound',
      'servers.detail.status',
      'servers.detail finds no shelved server by its status.',
      statusFilter.overrideWhen(namesShelved('servers.detail'), () => () => false),
    ),
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-detail-metadata-of-creation',
      'servers.show.equals-detail',
      'servers.detail has the metadata that a server was created with.',
      () => {
        const created = new Map<string, JsonObject>()
        return [
          completedWith('create', (_cloud, { id, metadata }) => void created.set(id, { ...metadata })),
          inDetail((server) => ({
            ...server,
            metadata: created.get(String(server['id'])) ?? server['metadata'] ?? {},
          })),
        ]
      },
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-list-reservation-lost-beside-limit',
      'servers.list.reservation-id',
      'servers.list ignores reservation_id when the request has a limit too.',
      reservationFilter.overrideWhen(isListWith('servers.list', 'reservation_id', 'limit'), () => () => true),
    ),
  ),
]
