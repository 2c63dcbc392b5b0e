/** A server whose creation is answered with a reservation id, and the lists of the servers of that reservation. */
import { type ApiResponse, listsExactly } from '#harness'
import { idsIn } from '../support/pagination.ts'
import { bothLists, listReader, type ServerList, serversPointer } from '../support/servers/server-list.ts'
import { requestServer, reserveForScenario, type ScenarioContext, sharedScenario } from './scenario.ts'

interface ReservedServer {
  /** The server is not waited for. */
  readonly observation?: never
  readonly created: ApiResponse
  /** Undefined when the response has none. */
  readonly reservationId: string | undefined
  /** By operation; empty without a reservation id, or when no list has the server. */
  readonly lists: ReadonlyMap<ServerList['operation'], ReservationLists>
}

interface ReservationLists {
  readonly serverId: string
  /** By the name of the server. */
  readonly byName: ApiResponse
  readonly ofReservation: ApiResponse
  readonly ofOtherReservation: ApiResponse
}

export const reservedServer = sharedScenario(async (ctx: ScenarioContext): Promise<ReservedServer> => {
  const { compute, build } = ctx
  await reserveForScenario(ctx)
  const body = build.server('reserved', { return_reservation_id: true })
  const created = await requestServer(ctx, body)
  const reservationId = (created.isSuccess && created.string('body/reservation_id')) || undefined
  const lists = new Map<ServerList['operation'], ReservationLists>()
  if (reservationId === undefined) return { created, reservationId, lists }
  const name = String(body.server['name'])
  const poll = (read: () => Promise<ApiResponse>, isDone: (list: ApiResponse) => boolean) =>
    compute.poll(read, isDone, 'propagation', 'a reservation')
  for (const list of bothLists) {
    const read = listReader(compute, list)
    const { value: byName } = await poll(
      () => read({ name }),
      (response) => idsIn(response, serversPointer).length === 1,
    )
    const [serverId] = idsIn(byName, serversPointer)
    if (serverId === undefined) continue
    const isExact = listsExactly(serversPointer, 'id', [serverId])
    const { value: ofReservation } = await poll(
      () => read({ reservation_id: reservationId }),
      (response) => isExact(response) === undefined,
    )
    // A target may forget the reservation beside another parameter.
    const ofOtherReservation = await read({ reservation_id: `${reservationId}0`, limit: 50 })
    lists.set(list.operation, { serverId, byName, ofReservation, ofOtherReservation })
  }
  return { created, reservationId, lists }
})
