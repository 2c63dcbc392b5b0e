import { badRequest } from '../../server/errors.ts'
import { statusFilter } from '../../services/compute/servers/filters.ts'
import { listableServers } from '../../services/compute/servers/list-servers.ts'
import { indexAfterMarker, maximumPage, readLimit } from '../../services/pagination.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { fixed } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { isListWith } from '../servers/list-filters.ts'
import { askedWith, completedWith, inDetail, whenStopped } from './conditions.ts'

/** Faults of lists with some values of the filters, and for some servers. */
export const listConditionFaults = [
  defineFault(
    'deep-list-marker-of-stopped-refused',
    'servers.list.marker',
    'servers.list rejects the id of a stopped server as a marker.',
    indexAfterMarker.overrideWhen(
      (call) =>
        isCallOf('servers.list')(call) && call.cloud.servers.get(call.query.get('marker') ?? '')?.vmState === 'stopped',
      () => {
        throw badRequest('marker not found')
      },
    ),
  ),
  defineFault(
    'deep-detail-changes-since-powered',
    'servers.show.equals-detail',
    'servers.detail with changes-since shows stopped servers as powered on.',
    askedWith('changes-since', inDetail(whenStopped(fixed('OS-EXT-STS:power_state', 1)))),
  ),
  defineFault(
    'deep-list-status-without-oldest',
    'servers.list.status',
    'servers.list by status leaves out the oldest of several servers.',
    statusFilter.overrideWhen(isListWith('servers.list', 'status'), (original, call) => {
      const matches = original(call)
      const found = call.cloud.servers
        .of(call.user.tenant.id)
        .filter((server) => server.vmState !== 'deleted' && matches(server))
      const oldest = found.length > 1 ? found.at(-1) : undefined
      return (server) => matches(server) && server.id !== oldest?.id
    }),
  ),
  defineFault(
    'deep-detail-long-names-left-out',
    'servers.detail.answers',
    'servers.detail without parameters leaves out servers with a name of more than 100 characters.',
    listableServers.overrideWhen(
      (call) => isCallOf('servers.detail')(call) && call.query.size === 0,
      (original, call) => original(call).filter(({ name }) => name.length <= 100),
    ),
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-list-status-before-unshelve',
      'servers.list.status',
      'servers.list finds an unshelved server by its former status.',
      () => {
        const ids = new Set<string>()
        return [
          completedWith('unshelve', (_cloud, { id }) => void ids.add(id)),
          statusFilter.overrideWhen(isListWith('servers.list', 'status'), (original, call) => {
            const matches = original(call)
            const isFormer = call.query.get('status') === 'SHELVED_OFFLOADED'
            return (server) => matches(server) || (isFormer && ids.has(server.id))
          }),
        ]
      },
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-list-reservation-without-limit',
      'servers.list.limit',
      'In servers.list, a page of a reservation may be longer than its limit.',
      readLimit.overrideWhen(isListWith('servers.list', 'reservation_id'), () => maximumPage),
    ),
  ),
]
