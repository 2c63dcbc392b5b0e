/** Two servers of one request whose response has a reservation id, the lists of that reservation, and the group of the servers. */
import { type ApiResponse, type ComputeClient, listsExactly, type Matcher, resolvePointer } from '#harness'
import { publicKeys } from '../support/keypairs.ts'
import { orNone } from '../support/or-none.ts'
import { idsIn } from '../support/pagination.ts'
import { hasMembers, schedulerHint, showGroup } from '../support/server-groups.ts'
import { hasNoNamesake } from '../support/servers/listed-name.ts'
import { listEntry } from '../support/servers/server-comparison.ts'
import { bothLists, detailedList, listReader, type ServerList, serversPointer } from '../support/servers/server-list.ts'
import { recordFormerMembers } from './group-membership.ts'
import {
  deleteAndObserve,
  isNoLongerShown,
  requestServer,
  reserveForScenario,
  type ScenarioContext,
  type ScenarioServerGroup,
  sharedScenario,
} from './scenario.ts'
import { recordIfListedAsStopped } from './stopped-reservation.ts'

/** The responses about the servers of a reservation. */
export interface ReservedServer {
  /** Never set: the scenario does not wait for the servers. */
  readonly observation?: never
  readonly created: ApiResponse
  /** The description in the request that was accepted. */
  readonly requested: Readonly<Record<string, unknown>>
  /** How many servers were requested: one if the target rejects two, or the run may not create two. */
  readonly count: number
  /** Undefined when the response has none. */
  readonly reservationId: string | undefined
  /** By operation; empty without a reservation id, or when no list has a server. */
  readonly lists: ReadonlyMap<ServerList['operation'], ReservationLists>
  /** The responses to showServer by id; none for a server that is not found. */
  readonly own: ReadonlyMap<string, ApiResponse>
  /** The response to showServerGroup for the group of the request; undefined if the request named none, or a server was deleted. */
  readonly group: ApiResponse | undefined
  /** The id of that group. */
  readonly groupId?: string | undefined
  /** The same after one of its two members was deleted; undefined when that one was still found. */
  readonly groupOfOne?: GroupOfOne | undefined
  /** The response to the deletion of that group while it has its members; undefined where it shows none. */
  readonly groupRemoval?: ApiResponse | undefined
}

interface GroupOfOne {
  readonly shown: ApiResponse
  /** The id of the server that was not deleted. */
  readonly remaining: string
}

interface ReservationLists {
  /** The ids of the listed servers whose name begins with that of the request. */
  readonly serverIds: readonly string[]
  readonly ofReservation: ApiResponse
  readonly ofOtherReservation: ApiResponse
}

/** Requests two servers with a reservation id, lists them, and deletes their server group while it has members. */
export const reservedServer = sharedScenario(async (ctx: ScenarioContext): Promise<ReservedServer> => {
  const { given, compute, build } = ctx
  const isPairAllowed = compute.run.settings.maxServers >= 2
  await reserveForScenario(ctx, 2, isPairAllowed ? 2 : 1)
  const group = isPairAllowed ? await orNone(given.serverGroup()) : undefined
  // By default, max_count equals min_count.
  const pair = { count: 2, fields: { min_count: 2 } }
  const attempts = [
    ...(group ? [{ ...pair, beside: schedulerHint(group.id) }] : []),
    ...(isPairAllowed ? [{ ...pair, beside: {} }] : []),
    { count: 1, fields: {}, beside: {} },
  ]
  const key = (await orNone(given.keypair({ public_key: publicKeys[0] })))?.name
  const { securityGroup } = compute.run.settings.resources
  const fields = {
    return_reservation_id: true,
    metadata: { purpose: 'conformance' },
    ...(key === undefined ? {} : { key_name: key }),
    ...(securityGroup === undefined ? {} : { security_groups: [{ name: securityGroup }] }),
  }
  const request = async ({ beside, ...attempt }: (typeof attempts)[number]) => {
    const { server } = build.server('reserved', { ...fields, ...attempt.fields })
    const created = await requestServer(ctx, { server, ...beside })
    return { created, requested: server, count: attempt.count, isHinted: Object.keys(beside).length > 0 }
  }
  const [first = { count: 1, fields: {}, beside: {} }, ...others] = attempts
  let accepted = await request(first)
  for (const attempt of others) if (!accepted.created.isSuccess) accepted = await request(attempt)
  const { isHinted, ...result } = accepted
  const { created, count, requested } = result
  const reservationId = (created.isSuccess && created.string('body/reservation_id')) || undefined
  if (reservationId === undefined)
    return { ...result, reservationId, lists: new Map(), own: new Map(), group: undefined }
  const reservation = { reservationId, count, name: String(requested['name']) }
  const lists = await listReservation(ctx, reservation)
  const ids = [...lists.values()].at(-1)?.serverIds ?? []
  const own = await showAll(compute, ids)
  await orNone(renameOne(ctx, reservation, lists))
  const observed = isHinted && group ? await observeGroup(ctx, group, ids) : { group: undefined }
  return { ...result, reservationId, lists, own, groupId: group?.id, ...observed }
})

/** Reads the group of the servers, deletes the first of them, and then the group while it has members. */
async function observeGroup(
  ctx: ScenarioContext,
  { id, name }: ScenarioServerGroup,
  ids: readonly string[],
): Promise<Pick<ReservedServer, 'group' | 'groupOfOne' | 'groupRemoval'>> {
  const { compute } = ctx
  const isComplete = (group: ApiResponse) => hasMembers(...ids)(group) === undefined
  const read = () => showGroup(compute, id)
  const { value: shown } = await compute.poll(read, isComplete, 'propagation', 'members of a server group')
  if (!isComplete(shown)) {
    // A server that another request has deleted meanwhile is a member no more.
    const areThere = (await showAll(compute, ids)).size === ids.length
    return { group: areThere ? shown : undefined }
  }
  const groupOfOne = await orNone(showWithoutFirst(ctx, id, ids))
  if (ids.length === 0) return { group: shown, groupOfOne }
  const groupRemoval = await orNone(compute.call('deleteServerGroup', { path: { serverGroupId: id } }))
  // A target may find the members of a group by its name.
  if (groupRemoval?.isSuccess) await orNone(recordFormerMembers(ctx, name))
  return { group: shown, groupOfOne, groupRemoval }
}

/** Shows servers. Leaves out those that are not found. */
async function showAll(compute: ComputeClient, ids: readonly string[]): Promise<ReadonlyMap<string, ApiResponse>> {
  const responses = new Map<string, ApiResponse>()
  for (const serverId of ids) {
    const shown = await orNone(compute.call('showServer', { path: { serverId } }))
    if (shown?.isSuccess) responses.set(serverId, shown)
  }
  return responses
}

/**
 * Deletes the first of two members of a group. Returns the group when it has the other one alone, or as it is at the end of the timeout
 * `propagation`; undefined where the deleted server can still be found.
 */
async function showWithoutFirst(
  ctx: ScenarioContext,
  groupId: string,
  [first, remaining]: readonly string[],
): Promise<GroupOfOne | undefined> {
  if (first === undefined || remaining === undefined) return undefined
  const { last } = await deleteAndObserve(ctx, first)
  if (!isNoLongerShown(last)) return undefined
  const isDone = (shown: ApiResponse) => hasMembers(remaining)(shown) === undefined
  const read = () => showGroup(ctx.compute, groupId)
  const { value: shown } = await ctx.compute.poll(read, isDone, 'propagation', 'members of a server group')
  return { shown, remaining }
}

/** Matches a list with these servers of a reservation, and no more than were requested, since one may have another name. */
export const hasReserved =
  (ids: readonly string[], count: number): Matcher =>
  (response) => {
    const others = idsIn(response, serversPointer).filter((id) => !ids.includes(id))
    const isWhole = ids.length + others.length <= count
    return listsExactly(serversPointer, 'id', isWhole ? [...ids, ...others] : ids)(response)
  }

/** Returns the ids of the servers whose name begins with `name`, because a list may ignore the filter by name. */
const idsOfName = (list: ApiResponse, name: string): readonly string[] =>
  list.array(serversPointer).flatMap((server) => {
    const [id, shown] = ['id', 'name'].map((key) => resolvePointer(server, `server/${key}`))
    return typeof id === 'string' && (typeof shown !== 'string' || shown.startsWith(name)) ? [id] : []
  })

interface Reservation {
  readonly reservationId: string
  readonly name: string
  readonly count: number
}

/**
 * Gives one of two servers another name. Records a violation if the reservation then lacks a server, or if both have the name, although
 * the reservation had exactly the two before.
 */
async function renameOne(
  { compute }: ScenarioContext,
  { reservationId, count, name }: Reservation,
  lists: ReservedServer['lists'],
): Promise<void> {
  const { serverIds = [], ofReservation } = lists.get(detailedList.operation) ?? {}
  const [first, second] = serverIds
  const hasBoth = hasReserved(serverIds, count)
  if (first === undefined || second === undefined || !ofReservation || hasBoth(ofReservation)) return
  const path = { serverId: first }
  const renamed = `${name}-renamed`
  const update = await compute.call('updateServer', { path, body: { server: { name: renamed } }, mayBeRejected: true })
  if (!update.isSuccess) return
  const isRenamed = (list: ApiResponse) => resolvePointer(listEntry(list, first), 'server/name') === renamed
  const { value: list } = await compute.poll(
    () => listReader(compute, detailedList)({ reservation_id: reservationId }),
    (response) => hasBoth(response) === undefined && isRenamed(response),
    'propagation',
    'a reservation',
  )
  const lost = hasBoth(list)
  if (lost) compute.recordViolation(detailedList.requirements.reservationId, list, lost)
  const namesake = hasNoNamesake(first, renamed)(list)
  if (namesake) compute.recordViolation('servers.update.renames', list, namesake)
}

/** Lists the servers of a reservation, and those of a reservation that does not exist. */
async function listReservation(
  { compute }: ScenarioContext,
  { reservationId, name, count }: Reservation,
): Promise<ReservedServer['lists']> {
  const lists = new Map<ServerList['operation'], ReservationLists>()
  const poll = (read: () => Promise<ApiResponse>, isDone: (list: ApiResponse) => boolean) =>
    compute.poll(read, isDone, 'propagation', 'a reservation')
  for (const list of bothLists) {
    const read = listReader(compute, list)
    const { value: byName } = await poll(
      () => read({ name }),
      (response) => idsOfName(response, name).length === count,
    )
    const serverIds = idsOfName(byName, name)
    if (serverIds.length === 0) continue
    const { value: ofReservation } = await poll(
      () => read({ reservation_id: reservationId }),
      (response) => hasReserved(serverIds, count)(response) === undefined,
    )
    // The oracle reports a list that ignores the limit.
    if (count > 1) await orNone(read({ reservation_id: reservationId, limit: 1 }))
    // A target may ignore the reservation next to other parameters.
    const [first] = serverIds
    if (first !== undefined) await recordIfListedAsStopped(compute, list, { reservationId, first })
    const ofOtherReservation = await read({ reservation_id: `${reservationId}0`, name, limit: 50 })
    lists.set(list.operation, { serverIds, ofReservation, ofOtherReservation })
  }
  return lists
}
