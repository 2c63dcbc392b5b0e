import { badRequest } from '../../server/errors.ts'
import { removeKeypair } from '../../services/compute/keypairs.ts'
import { reservationFilter } from '../../services/compute/servers/filters.ts'
import { applyServerUpdate } from '../../services/compute/servers/update-server.ts'
import { indexAfterMarker, queryValue } from '../../services/pagination.ts'
import { type Defect, defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { changed } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { mutateBody } from '../mutators.ts'
import type { ServerListOperation } from '../servers/lists.ts'

const markerOfRenamedRefused = (list: ServerListOperation) => (): readonly Defect[] => {
  const renamed = new Set<string | undefined>()
  return [
    applyServerUpdate.observe((_call, { id }) => void renamed.add(id)),
    indexAfterMarker.overrideWhen(
      (call) => isCallOf(list)(call) && renamed.has(queryValue(call.query, 'marker')),
      () => {
        throw badRequest('marker not found')
      },
    ),
  ]
}

const reservationLostBesideStatus = (list: ServerListOperation): Defect =>
  reservationFilter.overrideWhen(
    (call) => isCallOf(list)(call) && call.query.has('status'),
    () => () => true,
  )

/** Lists of servers that were renamed, lists by reservation, and keypairs of a name that was used before. */
export const listPastFaults = [
  defineStatefulFault(
    'deep-list-marker-of-renamed-refused',
    'servers.list.marker',
    'servers.list rejects the id of a renamed server as a marker.',
    markerOfRenamedRefused('servers.list'),
  ),
  defineStatefulFault(
    'deep-detail-marker-of-renamed-refused',
    'servers.detail.marker',
    'servers.detail rejects the id of a renamed server as a marker.',
    markerOfRenamedRefused('servers.detail'),
  ),
  ...[
    defineFault(
      'deep-list-reservation-lost-beside-status',
      'servers.list.reservation-id',
      'servers.list ignores reservation_id when the request has a status too.',
      reservationLostBesideStatus('servers.list'),
    ),
    defineFault(
      'deep-detail-reservation-lost-beside-status',
      'servers.detail.reservation-id',
      'servers.detail ignores reservation_id when the request has a status too.',
      reservationLostBesideStatus('servers.detail'),
    ),
  ].map(ofLaterEdition),
  defineStatefulFault(
    'deep-keypair-created-again-with-former-key',
    'keypairs.create.imports',
    'A keypair that was deleted and is created again is shown with its former key.',
    () => {
      const former = new Map<unknown, string>()
      return [
        removeKeypair.observe((_call, { name, publicKey }) => void former.set(name, publicKey)),
        mutateBody('keypairs.show', 'keypair', (pair) =>
          changed('public_key', (key) => former.get(pair['name']) ?? key)(pair),
        ),
      ]
    },
  ),
]
