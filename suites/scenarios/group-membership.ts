/** A server that was requested with a server group as scheduler hint, and what the group shows of it. */
import { type ApiResponse, type Matcher, resolvePointer } from '#harness'
import { orNone } from '../support/or-none.ts'
import { findGroup, groupPointer, groupsPointer, listGroups, showGroup } from '../support/server-groups.ts'
import {
  deleteAndObserve,
  isNotFound,
  type JsonFields,
  type ScenarioContext,
  type ScenarioServerGroup,
} from './scenario.ts'

export const membersPointer = `${groupPointer}/members`

/** What a create request has beside the server, for a member of a group. */
export const schedulerHint = (group: string): JsonFields => ({ 'os:scheduler_hints': { group } })

/** A group in a response has these servers as members, and no others. */
export const hasMembersAt =
  (pointer: string, ...ids: readonly string[]): Matcher =>
  (response) => {
    const members = response.array(pointer)
    const isSame = members.length === ids.length && ids.every((id) => members.includes(id))
    const [expected, actual] = [ids.join(', ') || 'none', members.map(String).slice(0, 5).join(', ') || 'none']
    if (isSame) return undefined
    return { message: 'The server group has other members.', at: pointer, expected, actual }
  }

/** The same for the group that a response shows. */
export const hasMembers = (...ids: readonly string[]): Matcher => hasMembersAt(membersPointer, ...ids)

/** The group that a response shows has the server as a member. */
export const hasMember =
  (id: string): Matcher =>
  (response) =>
    response.array(membersPointer).includes(id)
      ? undefined
      : {
          message: 'The server group has lost a member that exists.',
          at: membersPointer,
          expected: id,
          actual: 'others, or none',
        }

/** No other group in a list has the server as a member. */
export const isMemberOnlyOf =
  (groupId: string, serverId: string): Matcher =>
  (response) => {
    const other = response.array(groupsPointer).findIndex((group) => {
      const members = resolvePointer(group, 'group/members')
      return resolvePointer(group, 'group/id') !== groupId && Array.isArray(members) && members.includes(serverId)
    })
    if (other < 0) return undefined
    return {
      message: 'Another server group has the server as a member, too.',
      at: `${groupsPointer}/${other}/members`,
      expected: `${serverId} in the group ${groupId} alone`,
      actual: `${serverId} in another group`,
    }
  }

export interface GroupMembership {
  readonly groupId: string
  readonly serverId: string
  /** The response to the creation of the group, before the server was requested. */
  readonly created: ApiResponse
  /** Shown while the server exists, when it is a member or the time is over. */
  readonly withServer: ApiResponse
  /** The list of server groups at the same time. */
  readonly listed: ApiResponse
  /** Shown after the server was deleted, when it is no member or the time is over; undefined when it was still found. */
  readonly afterDelete: ApiResponse | undefined
}

/** A group for a scenario; undefined where the edition of the document has none, or none that the target creates is found. */
export async function requestedServerGroup({
  given,
  compute,
}: ScenarioContext): Promise<ScenarioServerGroup | undefined> {
  if (compute.run.settings.edition === '2020-03') return undefined
  const group = await orNone(given.serverGroup())
  const found = group && (await orNone(findGroup(compute, group.id)))
  return found?.isShown || found?.isListed ? group : undefined
}

/** Shows the group with the server and, after deleting the server, without it. */
export async function observeMembership(
  ctx: ScenarioContext,
  { id, response }: ScenarioServerGroup,
  serverId: string,
): Promise<GroupMembership | undefined> {
  const { compute } = ctx
  const read = () => showGroup(compute, id)
  const pollUntil = async (matcher: Matcher) => {
    const isDone = (group: ApiResponse) => matcher(group) === undefined
    return (await compute.poll(read, isDone, 'propagation', 'members of a server group')).value
  }
  return orNone(
    (async () => {
      const withServer = await pollUntil(hasMembers(serverId))
      // Another group for the list, which could have the server as a member, too.
      await orNone(ctx.given.serverGroup())
      const listed = await listGroups(compute)
      const { last } = await deleteAndObserve(ctx, serverId)
      const afterDelete = isNotFound(last) ? await pollUntil(hasMembers()) : undefined
      return { groupId: id, serverId, created: response, withServer, listed, afterDelete }
    })(),
  )
}
