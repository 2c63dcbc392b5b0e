import { groupMembers } from '../../services/compute/server-groups.ts'
import { reservationFilter } from '../../services/compute/servers/filters.ts'
import { serverNames } from '../../transitions/create-servers.ts'
import { readCreateRequest } from '../../validation/server-create.ts'
import { defineFault, ofLaterEdition } from '../define-fault.ts'
import { type Edit, fixed, isObject } from '../edits.ts'
import { mutateServer } from '../mutators.ts'
import { isListWith } from '../servers/list-filters.ts'
import { showOtherFlavor } from './conditions.ts'

/** The second server of one request has a number in its name. */
const isSecond = (name: unknown): boolean => String(name).endsWith('-2')

const ofSecond =
  (edit: Edit): Edit =>
  (server) =>
    isSecond(server['name']) ? edit(server) : server

/** Faults of all but the first of several servers of one request. */
export const pairFaults = [
  defineFault(
    'deep-second-server-without-metadata',
    'servers.create.metadata',
    'The second of several servers of one request has no metadata.',
    mutateServer(ofSecond(fixed('metadata', {}))),
  ),
  defineFault(
    'deep-second-server-with-other-flavor',
    'servers.create.flavor-used',
    'The second of several servers of one request shows another flavor.',
    mutateServer(ofSecond(showOtherFlavor)),
  ),
  defineFault(
    'deep-second-server-with-other-name',
    'servers.create.name-shown',
    'Only the first of several servers of one request has the requested name in its name.',
    serverNames.overrideWhen(
      (_cloud, { count }) => count > 1,
      (_original, _cloud, { name, count }) => [
        name,
        ...Array.from({ length: count - 1 }, (_, index) => `server-${index + 2}`),
      ],
    ),
  ),
  defineFault(
    'deep-second-server-not-of-reservation',
    'servers.list.reservation-id',
    'servers.list finds only the first server of a reservation.',
    reservationFilter.overrideWhen(isListWith('servers.list', 'reservation_id'), (original, call) => {
      const isSelected = original(call)
      return (server) => isSelected(server) && !isSecond(server.name)
    }),
  ),
  defineFault(
    'deep-second-server-no-member',
    'server-groups.members.created',
    'A server group has only its newest member.',
    groupMembers.override((original, ...call) => original(...call).slice(-1)),
  ),
  defineFault(
    'deep-min-count-alone-ignored',
    'servers.create.counts',
    'A request with min_count and without max_count creates one server.',
    readCreateRequest.override((original, cloud, body) => {
      const server = isObject(body) ? body['server'] : undefined
      const hasMaximum = isObject(server) && 'max_count' in server
      return { ...original(cloud, body), ...(hasMaximum ? {} : { count: 1 }) }
    }),
  ),
  defineFault(
    'deep-reserved-in-default-group',
    'servers.create.security-groups',
    'Servers of a request with return_reservation_id get the security group default only.',
    readCreateRequest.override((original, cloud, body) => {
      const request = original(cloud, body)
      return request.wantsReservation ? { ...request, groupNames: ['default'] } : request
    }),
  ),
  defineFault(
    'deep-reserved-without-key',
    'servers.create.key-name',
    'Servers of a request with return_reservation_id have no key.',
    readCreateRequest.override((original, cloud, body) => {
      const request = original(cloud, body)
      return request.wantsReservation ? { ...request, keyName: null } : request
    }),
  ),
].map(ofLaterEdition)
