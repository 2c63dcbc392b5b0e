/**
 * POST /servers with return_reservation_id, and the lists of the servers of one reservation.
 */
import { assumeDefined, describe, hasValueMatching, isSuccess, listsExactly, test, verifies } from '#harness'
import { reservedServer } from '../scenarios/reserved-server.ts'
import { excludesServerOrIsRejected } from '../support/servers/filtered-list.ts'
import { bothLists, isWellFormedList, serversPointer } from '../support/servers/server-list.ts'

describe('POST /servers, return_reservation_id', () => {
  test(
    'returns a reservation id in place of the server',
    verifies('servers.create.reservation'),
    async ({ given, compute, build, verify }) => {
      const { created } = await reservedServer({ given, compute, build })

      const reservation = verify('servers.create.reservation')
      reservation.isSuccess(created)
      const isText = (value: unknown) => typeof value === 'string' && value !== ''
      reservation.matches(created, hasValueMatching('body/reservation_id', 'a reservation id', isText))
      reservation.matches(
        created,
        hasValueMatching('body/server', 'nothing', (server) => server === undefined),
      )
    },
  )

  for (const { operation, requirements } of bothLists) {
    test(
      `lists the servers of a reservation (${operation})`,
      verifies(requirements.reservationId),
      async ({ given, compute, build, verify }) => {
        const { reservationId, lists } = await reservedServer({ given, compute, build })
        assumeDefined(reservationId, 'The response has no reservation id.', 'servers.create.reservation')
        const list = assumeDefined(lists.get(operation), 'The server is in no list.', requirements.answers)
        const { serverId, ofReservation, ofOtherReservation } = list

        const limits = verify(requirements.reservationId)
        limits.matches(ofReservation, isSuccess)
        if (isWellFormedList(ofReservation))
          limits.matches(ofReservation, listsExactly(serversPointer, 'id', [serverId]))
        limits.matches(ofOtherReservation, excludesServerOrIsRejected(serverId))
      },
    )
  }
})
