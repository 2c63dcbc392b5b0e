/**
 * POST /servers with return_reservation_id and min_count, and the lists of the servers of one reservation.
 */

import {
  type ApiResponse,
  allOf,
  assumeDefined,
  describe,
  hasValueMatching,
  isSuccess,
  type Matcher,
  members,
  resolvePointer,
  test,
  verifies,
  verifiesPartly,
} from '#harness'
import { assumeMinimalAccepted } from '../scenarios/minimal-server.ts'
import { hasReserved, type ReservedServer, reservedServer } from '../scenarios/reserved-server.ts'
import { orNone } from '../support/or-none.ts'
import { assumeShownGroup, hasMember, hasMembers, membersPointer } from '../support/server-groups.ts'
import { excludesServerOrIsRejected } from '../support/servers/filtered-list.ts'
import { bothLists, isWellFormedList, serversPointer } from '../support/servers/server-list.ts'

const noReservation = 'The response has no reservation id.'

interface Pair {
  readonly ids: readonly unknown[]
  readonly ofReservation: ApiResponse
}

/**
 * Returns the detailed list of a reservation of two servers; undefined where there are not two, or where the list has other servers,
 * which violates the requirement of the list.
 */
function findPair({ count, lists }: ReservedServer): Pair | undefined {
  const list = lists.get('listServersDetail')
  if (count !== 2 || list === undefined) return undefined
  const { ofReservation, serverIds } = list
  const isOwn = ofReservation.isSuccess && hasReserved(serverIds, count)(ofReservation) === undefined
  return isOwn ? { ids: members(ofReservation, serversPointer, 'id'), ofReservation } : undefined
}

/** Returns the reason for a skip where there is no pair. Tests with single servers verify the same requirements. */
const noPair = (maxServers: number): string =>
  maxServers < 2
    ? `needs 2 servers at once, and --max-servers or the tenant's quota allows ${maxServers}`
    : 'No two servers of one request are listed.'

const isTexts = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string')

/**
 * Matches a list in which every server shows the requested value. servers.show.equals-detail covers one that shows it in the response to
 * showServer alone.
 */
const allShowIn =
  ({ own }: Pick<ReservedServer, 'own'>) =>
  (at: string, expected: string, isShown: (value: unknown) => boolean): Matcher =>
  (response) => {
    const index = response.array(serversPointer).findIndex((server) => {
      const value = resolvePointer(server, `server/${at}`)
      // Another requirement covers a missing value.
      if (value === undefined || isShown(value)) return false
      const shown = own.get(String(resolvePointer(server, 'server/id')))
      return shown === undefined || !isShown(shown.at(`body/server/${at}`))
    })
    return index < 0 ? undefined : hasValueMatching(`${serversPointer}/${index}/${at}`, expected, isShown)(response)
  }

describe('POST /servers, return_reservation_id', () => {
  test(
    'returns a reservation id in place of the server',
    verifies('servers.create.reservation'),
    async ({ given, compute, build, verify }) => {
      const { created } = await reservedServer({ given, compute, build })

      await assumeMinimalAccepted({ given, compute, build }, !created.isSuccess)
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
        const { reservationId, count, lists } = await reservedServer({ given, compute, build })
        assumeDefined(reservationId, noReservation, 'servers.create.reservation')
        const list = assumeDefined(lists.get(operation), 'The server is in no list.', requirements.answers)
        const { serverIds, ofReservation, ofOtherReservation } = list

        const limits = verify(requirements.reservationId)
        limits.matches(ofReservation, isSuccess)
        if (isWellFormedList(ofReservation)) limits.matches(ofReservation, hasReserved(serverIds, count))
        limits.matches(ofOtherReservation, allOf(...serverIds.map(excludesServerOrIsRejected)))
      },
    )
  }
})

describe('POST /servers, min_count', () => {
  test(
    'creates two servers as requested',
    verifiesPartly({
      always: [
        'servers.create.counts',
        'servers.create.name-shown',
        'servers.create.metadata',
        'servers.create.flavor-used',
        'servers.create.key-name',
      ],
      whereAvailable: ['servers.create.zone', 'servers.create.security-groups'],
    }),
    async ({ given, compute, build, verify, target, skip }) => {
      if (target.edition === '2020-03') skip('The edition of the document has no reservations.')
      const reserved = await orNone(reservedServer({ given, compute, build }))
      const pair = reserved && findPair(reserved)
      if (reserved === undefined || pair === undefined) return skip(noPair(target.maxServers))
      const listed = pair.ofReservation
      const allShow = allShowIn(reserved)
      const { name, metadata, flavorRef, key_name: key, availability_zone: zone } = reserved.requested

      const isPair = (servers: unknown) => Array.isArray(servers) && servers.length === 2
      verify.soft('servers.create.counts').matches(listed, hasValueMatching(serversPointer, 'two servers', isPair))
      const isNamed = (shown: unknown) => typeof shown !== 'string' || shown.startsWith(String(name))
      verify
        .soft('servers.create.name-shown')
        .matches(listed, allShow('name', `a name that begins with ${String(name)}`, isNamed))
      const isFlavor = (shown: unknown) => typeof shown !== 'string' || shown === flavorRef
      verify
        .soft('servers.create.flavor-used')
        .matches(listed, allShow('flavor/id', `the flavor ${String(flavorRef)}`, isFlavor))
      const purpose = resolvePointer(metadata, 'metadata/purpose')
      const isDescribed = (shown: unknown) => !isTexts(shown) || resolvePointer(shown, 'metadata/purpose') === purpose
      verify
        .soft('servers.create.metadata')
        .matches(listed, allShow('metadata', `the metadata purpose=${String(purpose)}`, isDescribed))
      const hasKey = (shown: unknown) => key === undefined || shown === key
      verify.soft('servers.create.key-name').matches(listed, allShow('key_name', `the key ${String(key)}`, hasKey))
      const group = resolvePointer(reserved.requested, 'requested/security_groups/0/name')
      // Those of a new server may appear late.
      const isInGroup = (shown: unknown) =>
        group === undefined ||
        !Array.isArray(shown) ||
        shown.length === 0 ||
        shown.some((one) => resolvePointer(one, 'one/name') === group)
      verify
        .soft('servers.create.security-groups')
        .matches(listed, allShow('security_groups', `the security group ${String(group)}`, isInGroup))
      if (zone === undefined) return
      // A server has no zone until it is scheduled.
      const isInZone = (shown: unknown) => typeof shown !== 'string' || shown === '' || shown === zone
      verify
        .soft('servers.create.zone')
        .matches(listed, allShow('OS-EXT-AZ:availability_zone', `the zone ${String(zone)}`, isInZone))
    },
  )

  test(
    'makes both servers members of the group in the scheduler hint',
    verifies('server-groups.members.created'),
    async ({ given, compute, build, verify, target, skip }) => {
      const reserved = await orNone(reservedServer({ given, compute, build }))
      const pair = reserved && findPair(reserved)
      const group = reserved?.group
      const shown = group?.at(membersPointer)
      const areIds = Array.isArray(shown) && shown.every((id) => typeof id === 'string')
      if (reserved === undefined || pair === undefined || !group?.isSuccess || !areIds)
        return skip(noPair(target.maxServers))
      assumeShownGroup(group, reserved.groupId ?? '')

      verify('server-groups.members.created').matches(group, hasMembers(...pair.ids.map(String)))
      const { shown: groupOfOne, remaining } = reserved.groupOfOne ?? {}
      // That the deleted member is gone is another requirement.
      if (groupOfOne && Array.isArray(groupOfOne.at(membersPointer)))
        verify('server-groups.members.created').matches(groupOfOne, hasMember(String(remaining)))
    },
  )

  test(
    'allows the deletion of a group that has members',
    verifies('server-groups.delete.removes'),
    async ({ given, compute, build, verify, target, skip }) => {
      const reserved = await orNone(reservedServer({ given, compute, build }))
      // Without a group with members, the other tests decide.
      if (reserved?.groupRemoval === undefined) return skip(noPair(target.maxServers))
      verify('server-groups.delete.removes').isSuccess(reserved.groupRemoval)
    },
  )
})
