import { removeGroupFromPorts } from '../../services/compute/actions/security-groups.ts'
import { nameFilter, type ServerFilter, statusFilter } from '../../services/compute/servers/filters.ts'
import { planServer } from '../../validation/server-plan.ts'
import { type Defect, defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { changedList, fixed, isObject } from '../edits.ts'
import { mutateBody, mutateResponse, mutateServer } from '../mutators.ts'
import { isListWith } from '../servers/list-filters.ts'
import { completedWith, editAfter, serverIdIn, whenActive } from './conditions.ts'

/** A time that no server of an emulator was launched at. */
const otherLaunch = '2020-02-07T03:46:48.000000'

/** Keeps the time of the last change of servers that are started, until the next action. */
const keepUpdated = (): readonly Defect[] => {
  const times = new Map<string, string>()
  const shown = new Map<string, string>()
  return [
    mutateServer((server) => {
      const [id, updated] = [String(server['id']), String(server['updated'])]
      const kept = times.get(id)
      if (kept === undefined) shown.set(id, updated)
      return kept === undefined ? server : { ...server, updated: kept }
    }),
    mutateResponse('servers.action', (response, { request, body }) => {
      const id = serverIdIn(request.url)
      const before = shown.get(id)
      if (response.status >= 300) return response
      times.delete(id)
      if (isObject(body) && 'os-start' in body && before !== undefined) times.set(id, before)
      return response
    }),
  ]
}

/** Faults that show only after one action, or with one form of a query. */
export const rareConditionFaults = [
  defineStatefulFault(
    'deep-started-without-host',
    'servers.host-id',
    'After a start, a server has an empty hostId.',
    editAfter('os-start', whenActive(fixed('hostId', ''))),
  ),
  defineStatefulFault(
    'deep-started-updated-stays',
    'servers.updated-moves',
    'A start does not change the time of the last change.',
    keepUpdated,
  ),
  defineStatefulFault(
    'deep-created-with-former-metadata',
    'servers.create.metadata',
    'A server that is created without metadata has those of the request before.',
    () => {
      let former: Readonly<Record<string, string>> = {}
      return [
        planServer.override((original, cloud, user, request) => {
          const { metadata } = request
          if (Object.keys(metadata).length > 0) former = metadata
          return original(cloud, user, { ...request, metadata: former })
        }),
      ]
    },
  ),
  defineStatefulFault(
    'deep-hard-rebooted-with-removed-group',
    'groups.remove.detaches',
    'After a hard reboot, a server has the security group that was removed last.',
    () => {
      const removed = new Map<string, string>()
      return [
        removeGroupFromPorts.observe((_call, { id }, _ports, groupId) => void removed.set(id, groupId)),
        completedWith('hardReboot', ({ networking }, { id }) => {
          const groupId = removed.get(id)
          for (const port of networking.ports.of(id))
            if (groupId !== undefined && !port.groupIds.includes(groupId)) port.groupIds = [...port.groupIds, groupId]
        }),
      ]
    },
  ),
  defineFault(
    'deep-list-name-dot-literal',
    'servers.list.name-regex',
    'In servers.list, a dot in a name stands only for itself, unless an asterisk follows.',
    nameFilter.overrideWhen(isListWith('servers.list', 'name'), (original, call): ServerFilter => {
      const isSelected = original(call)
      const literals = (call.query.get('name') ?? '').split(/\.\*|[$^]/)
      return (server) =>
        isSelected(server) && literals.every((part) => !part.includes('.') || server.name.includes(part))
    }),
  ),
  defineFault(
    'deep-list-nothing-after-marker-not-found',
    'servers.list.answers',
    'servers.list without limit responds with 404 where no server follows the marker.',
    mutateResponse('servers.list', (response, { request }) => {
      const servers = isObject(response.body) ? response.body['servers'] : undefined
      const isEmpty = Array.isArray(servers) && servers.length === 0
      if (!isEmpty || !request.url.includes('marker=') || request.url.includes('limit=')) return response
      return { ...response, status: 404, body: { itemNotFound: { code: 404, message: 'no more servers' } } }
    }),
  ),
  ofLaterEdition(
    defineFault(
      'deep-list-status-lost-beside-reservation',
      'servers.list.status',
      'servers.list ignores the status beside a reservation_id.',
      statusFilter.overrideWhen(isListWith('servers.list', 'reservation_id'), (): ServerFilter => () => true),
    ),
  ),
  defineStatefulFault(
    'deep-update-created-of-resized',
    'servers.update.answer',
    'The response to an update of a resized server has another time of creation.',
    () => {
      const ids = new Set<string>()
      const edit = fixed('created', '2020-02-07T03:46:48Z')
      return [
        completedWith('resize', (_cloud, { id }) => void ids.add(id)),
        mutateBody('servers.update', 'server', (server) => (ids.has(String(server['id'])) ? edit(server) : server)),
      ]
    },
  ),
  defineStatefulFault(
    'deep-rejected-start-moves-launch',
    'servers.launched-at.set',
    'A start that is rejected changes the time of launch.',
    () => {
      const ids = new Set<string>()
      return [
        mutateServer((server) =>
          ids.has(String(server['id'])) ? { ...server, 'OS-SRV-USG:launched_at': otherLaunch } : server,
        ),
        mutateResponse('servers.action', (response, { request, body }) => {
          if (response.status === 409 && isObject(body) && 'os-start' in body) ids.add(serverIdIn(request.url))
          return response
        }),
      ]
    },
  ),
  defineStatefulFault(
    'deep-zones-second-list-short',
    'zones.list.answers',
    'Every second list of zones lacks the last one.',
    () => {
      let lists = 0
      const shortened = changedList('availabilityZoneInfo', (zones) => zones.slice(0, -1))
      return [mutateBody('zones.list', '', (body) => (++lists % 2 > 0 ? body : shortened(body)))]
    },
  ),
  defineStatefulFault(
    'deep-zones-named-one-twice',
    'zones.name-unique',
    'Once a create request has named a zone, the list of zones has it twice.',
    () => {
      let isNamed = false
      return [
        mutateResponse('servers.create', (response, { body }) => {
          const server = isObject(body) ? body['server'] : undefined
          isNamed ||= response.status < 300 && isObject(server) && 'availability_zone' in server
          return response
        }),
        mutateBody('zones.list', '', (body) => {
          const zones = body['availabilityZoneInfo']
          return isNamed && Array.isArray(zones)
            ? { ...body, availabilityZoneInfo: [...zones, ...zones.slice(0, 1)] }
            : body
        }),
      ]
    },
  ),
]
