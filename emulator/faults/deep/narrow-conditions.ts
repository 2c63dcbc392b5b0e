import { groupMembers } from '../../services/compute/server-groups.ts'
import {
  flavorFilter,
  nameFilter,
  reservationFilter,
  type ServerFilter,
} from '../../services/compute/servers/filters.ts'
import { applyServerUpdate } from '../../services/compute/servers/update-server.ts'
import { createImage } from '../../transitions/create-image.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { isObject } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { rejectServerIf } from '../servers/create/create-request-edits.ts'
import { isListWith } from '../servers/list-filters.ts'

const isRoot = (device: unknown): boolean => isObject(device) && device['boot_index'] === 0

/** Faults that show only with one form of a value, one order of a list, or after one request. */
export const narrowConditionFaults = [
  defineFault(
    'deep-image-name-in-lower-case',
    'images.create.named',
    'The name of an image is stored in lower case.',
    createImage.override((original, cloud, server, request) =>
      original(cloud, server, { ...request, name: request.name.toLowerCase() }),
    ),
  ),
  defineFault(
    'deep-root-last-refused',
    'servers.create.block-device-mapping',
    'A root volume that is not the first of several devices is rejected.',
    rejectServerIf(
      ({ block_device_mapping_v2: devices }) =>
        Array.isArray(devices) && devices.some(isRoot) && devices.findIndex(isRoot) > 0,
    ),
  ),
  defineFault(
    'deep-list-name-class-unfound',
    'servers.list.name-regex',
    'In servers.list, a name with a class of characters matches no server.',
    nameFilter.overrideWhen(
      (call) => isListWith('servers.list', 'name')(call) && call.query.get('name')?.includes('[') === true,
      (): ServerFilter => () => false,
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-detail-flavor-without-shelved',
      'servers.detail.flavor',
      'In servers.detail, the filter by flavor leaves out shelved servers.',
      flavorFilter.overrideWhen(isListWith('servers.detail', 'flavor'), (original, call) => {
        const isSelected = original(call)
        return (server) => server.vmState !== 'shelved_offloaded' && isSelected(server)
      }),
    ),
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-detail-reservation-without-renamed',
      'servers.detail.reservation-id',
      'In servers.detail, a reservation lacks its renamed servers.',
      () => {
        const renamed = new Set<string>()
        return [
          applyServerUpdate.observe((_cloud, { id }) => void renamed.add(id)),
          reservationFilter.overrideWhen(isListWith('servers.detail', 'reservation_id'), (original, call) => {
            const isSelected = original(call)
            return (server) => !renamed.has(server.id) && isSelected(server)
          }),
        ]
      },
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-server-groups-list-deleted-members',
      'server-groups.members.deleted',
      'The list of server groups has deleted members.',
      groupMembers.overrideWhen(isCallOf('server-groups.list'), (_original, _call, { members }) => members),
    ),
  ),
]
