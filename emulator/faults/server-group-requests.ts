import { badRequest } from '../server/errors.ts'
import { type JsonObject, noContent, ok } from '../server/response.ts'
import {
  findGroup,
  groupMembers,
  groupPolicy,
  hintedGroup,
  joinGroup,
  removeGroup,
  storeGroup,
} from '../services/compute/server-groups.ts'
import { reservationFilter } from '../services/compute/servers/filters.ts'
import { wantsReservation } from '../services/compute/servers/servers.ts'
import type { OperationCall } from '../services/operation.ts'
import { defineFault, defineStatefulFault } from './define-fault.ts'
import { isObject } from './edits.ts'
import { acceptIf, mutateBody, mutateResponse } from './mutators.ts'
import { nonexistentId } from './responses.ts'
import { isListWith } from './servers/list-filters.ts'

const groupIn = (body: unknown) => (isObject(body) && isObject(body['server_group']) ? body['server_group'] : undefined)

/** Returns the response to a create request, of a group that does not exist. */
const createdGroup = () =>
  ok({ server_group: { id: nonexistentId, name: 'unnamed', policies: ['anti-affinity'], members: [], metadata: {} } })

const hasHint = ({ body }: OperationCall): boolean => isObject(body) && 'os:scheduler_hints' in body

/** Tells whether a call is about a group that never existed. */
const isUnknown = ({ cloud, param }: OperationCall): boolean => {
  const id = param('group')
  return id.startsWith('00000000-') && !cloud.serverGroups.has(id)
}

/** Faults of how server groups are created, found and deleted, and of scheduler hints that name them. */
export const serverGroupRequestFaults = [
  defineFault(
    'server-groups-create-stores-nothing',
    'server-groups.create.answers',
    'A new server group is not stored.',
    storeGroup.override(() => undefined),
  ),
  defineFault(
    'server-groups-wrapper-optional',
    'server-groups.create.wrapper-required',
    'A server group can be created without the wrapper of the request.',
    // A body that was not read, because the request was rejected before, may have the wrapper.
    acceptIf('server-groups.create', createdGroup, (body) => body !== undefined && groupIn(body) === undefined),
  ),
  defineFault(
    'server-groups-name-optional',
    'server-groups.create.name-required',
    'A server group can be created without a name.',
    acceptIf('server-groups.create', createdGroup, (body) => {
      const group = groupIn(body)
      return group !== undefined && !('name' in group)
    }),
  ),
  defineFault(
    'server-groups-second-policy-unchecked',
    'server-groups.create.only-anti-affinity',
    'A server group can have another policy after anti-affinity.',
    acceptIf('server-groups.create', createdGroup, (body) => {
      const policies = groupIn(body)?.['policies']
      return Array.isArray(policies) && policies.length > 1 && policies[0] === 'anti-affinity'
    }),
  ),
  defineFault(
    'server-groups-policies-optional',
    'server-groups.create.policies-required',
    'A server group can be created without policies.',
    acceptIf('server-groups.create', createdGroup, (body) => {
      const group = groupIn(body)
      return group !== undefined && !('policies' in group)
    }),
  ),
  defineFault(
    'server-groups-affinity-accepted',
    'server-groups.create.only-anti-affinity',
    'A server group can have the policy affinity.',
    groupPolicy.overrideWhen(
      (_call, value) => value === 'affinity',
      () => 'affinity',
    ),
  ),
  defineFault(
    'server-groups-unknown-policy-accepted',
    'server-groups.create.unknown-policy-refused',
    'A server group with an unknown policy gets the policy anti-affinity.',
    groupPolicy.overrideWhen(
      (_call, value) => value !== 'affinity',
      () => 'anti-affinity',
    ),
  ),
  defineFault(
    'server-groups-unknown-shown',
    'server-groups.unknown-refused',
    'A server group that does not exist is shown.',
    findGroup.overrideWhen(isUnknown, (_original, { user, param }) => ({
      id: param('group'),
      name: 'unknown',
      tenantId: user.tenant.id,
      policy: 'anti-affinity',
      members: [],
    })),
  ),
  defineFault(
    'server-groups-delete-does-nothing',
    'server-groups.delete.removes',
    'Deleting a server group is accepted but has no effect.',
    removeGroup.override(() => undefined),
  ),
  defineFault(
    'server-groups-delete-answers-body',
    'server-groups.delete.empty-body',
    'The response to the deletion of a server group has a body.',
    mutateResponse('server-groups.delete', (response) =>
      response.status === 204 ? { ...response, status: 202, body: { deleted: true } } : response,
    ),
  ),
  defineFault(
    'server-groups-hint-ignored',
    'server-groups.members.created',
    'A server does not become a member of the group in its scheduler hint.',
    joinGroup.override(() => undefined),
  ),
  defineFault(
    'server-groups-deleted-members-stay',
    'server-groups.members.deleted',
    'A deleted server is still a member of its group.',
    groupMembers.override((_original, _call, { members }) => members),
  ),
  defineFault(
    'create-hint-refused',
    'servers.create.scheduler-hint',
    'A create request with a scheduler hint is rejected.',
    hintedGroup.overrideWhen(hasHint, () => {
      throw badRequest('Additional properties are not allowed (os:scheduler_hints was unexpected).')
    }),
  ),
  defineFault(
    'create-unknown-hint-accepted',
    'servers.create.scheduler-hint-unknown',
    'A scheduler hint with an unknown group is ignored.',
    hintedGroup.insteadOfRejection(() => undefined),
  ),
  defineFault(
    'create-reservation-ignored',
    'servers.create.reservation',
    'A create request with return_reservation_id is answered with the server.',
    wantsReservation.override(() => false),
  ),
  defineFault(
    'list-reservation-ignored',
    'servers.list.reservation-id',
    'servers.list ignores reservation_id.',
    reservationFilter.overrideWhen(isListWith('servers.list', 'reservation_id'), () => () => true),
  ),
  defineFault(
    'detail-reservation-ignored',
    'servers.detail.reservation-id',
    'servers.detail ignores reservation_id.',
    reservationFilter.overrideWhen(isListWith('servers.detail', 'reservation_id'), () => () => true),
  ),
  defineFault(
    'deep-list-reservation-empty',
    'servers.list.reservation-id',
    'servers.list finds no server of any reservation.',
    reservationFilter.overrideWhen(isListWith('servers.list', 'reservation_id'), () => () => false),
  ),
  defineFault(
    'deep-detail-reservation-by-beginning',
    'servers.detail.reservation-id',
    'servers.detail finds the servers whose reservation id begins the one in the query.',
    reservationFilter.overrideWhen(
      isListWith('servers.detail', 'reservation_id'),
      (_original, { query }) =>
        ({ reservationId = '-' }) =>
          (query.get('reservation_id') ?? '').startsWith(reservationId),
    ),
  ),
  defineFault(
    'deep-create-reservation-empty',
    'servers.create.reservation',
    'The reservation id is empty.',
    mutateBody('servers.create', '', (body) => ('reservation_id' in body ? { reservation_id: '' } : body)),
  ),
  defineStatefulFault(
    'deep-server-groups-delete-twice-accepted',
    'server-groups.unknown-refused',
    'A deleted server group can be deleted again.',
    () => {
      const deleted = new Set<string>()
      return [
        removeGroup.observe((_call, { id }) => {
          deleted.add(id)
        }),
        mutateResponse('server-groups.delete', (response, { request }) => {
          const id = new URL(request.url).pathname.split('/').at(-1) ?? ''
          return response.status === 404 && deleted.has(id) ? noContent : response
        }),
      ]
    },
  ),
  defineStatefulFault(
    'deep-server-groups-first-name-for-all',
    'server-groups.create.as-requested',
    'The response to the creation of a server group has the name of the first one.',
    () => {
      let first: string | undefined
      return [
        mutateBody('server-groups.create', 'server_group', (group) => {
          first ??= String(group['name'])
          return { ...group, name: first }
        }),
      ]
    },
  ),
  defineFault(
    'deep-server-groups-listed-members-in-two',
    'server-groups.members.created',
    'In the list of server groups, a group without members has those of another one.',
    mutateBody('server-groups.list', '', (body) => {
      const groups = Array.isArray(body['server_groups']) ? body['server_groups'].filter(isObject) : []
      const membersOf = ({ members }: JsonObject) => (Array.isArray(members) ? members : [])
      const empty = groups.find((group) => membersOf(group).length === 0)
      const members = groups.map(membersOf).find(({ length }) => length > 0)
      if (!empty || !members) return body
      return { server_groups: groups.map((group) => (group === empty ? { ...group, members } : group)) }
    }),
  ),
  defineFault(
    'deep-server-groups-members-twice',
    'server-groups.members.created',
    'A server group has every member twice.',
    groupMembers.override((original, call, group) => original(call, group).flatMap((id) => [id, id])),
  ),
  defineFault(
    'deep-server-groups-names-folded',
    'server-groups.show.equals-create',
    'The name of a server group is stored in upper case.',
    storeGroup.override((original, call, group) => original(call, { ...group, name: group.name.toUpperCase() })),
  ),
]
