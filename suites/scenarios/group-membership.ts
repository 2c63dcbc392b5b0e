/** A server that was requested with a server group as scheduler hint, and its membership in the group. */
import { type ApiResponse, type Matcher, resolvePointer } from '#harness'
import { orNone } from '../support/or-none.ts'
import {
  findGroup,
  groupsPointer,
  hasMembers,
  listedMembersPointer,
  listGroups,
  showGroup,
} from '../support/server-groups.ts'
import { deleteAndObserve, isNoLongerShown, type ScenarioContext, type ScenarioServerGroup } from './scenario.ts'

/** Matches a list in which no other group has the server as a member. */
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

/** The responses about a server group while it has a member, and after that server was deleted. */
export interface GroupMembership {
  readonly groupId: string
  readonly serverId: string
  /** The response to the creation of the group, before the server was requested. */
  readonly created: ApiResponse
  /** The group while the server exists, once it is a member or the propagation timeout is over. */
  readonly withServer: ApiResponse
  /** The list of server groups at the same time. */
  readonly listed: ApiResponse
  /**
   * The group after the server was deleted, once it is no longer a member or the propagation timeout is over; undefined when the server
   * was still found.
   */
  readonly afterDelete: ApiResponse | undefined
  /** The list of server groups at the same time. */
  readonly listedAfterDelete: ApiResponse | undefined
}

/** Creates a group for a scenario; undefined where the edition of the document has none, or where the new group is not found. */
export async function requestedServerGroup({
  given,
  compute,
}: ScenarioContext): Promise<ScenarioServerGroup | undefined> {
  if (compute.run.settings.edition === '2020-03') return undefined
  const group = await orNone(given.serverGroup())
  const found = group && (await orNone(findGroup(compute, group.id)))
  return found?.isShown || found?.isListed ? group : undefined
}

/** Creates a group with the name of a deleted one, and records a violation if the new group has members. */
export async function recordFormerMembers({ given, compute }: ScenarioContext, name: string): Promise<void> {
  const { id } = await given.serverGroup(name)
  const shown = await showGroup(compute, id)
  const mismatch = shown.isSuccess ? hasMembers()(shown) : undefined
  if (mismatch) compute.recordViolation('server-groups.members.created', shown, mismatch)
}

/** Shows the group with the server and, after deleting the server, without it. */
export async function observeMembership(
  ctx: ScenarioContext,
  { id, response }: ScenarioServerGroup,
  serverId: string,
): Promise<GroupMembership | undefined> {
  const { compute } = ctx
  const poll = async (read: () => Promise<ApiResponse>, isDone: (response: ApiResponse) => boolean) =>
    (await compute.poll(read, isDone, 'propagation', 'members of a server group')).value
  const pollUntil = (matcher: Matcher) =>
    poll(
      () => showGroup(compute, id),
      (group) => matcher(group) === undefined,
    )
  return orNone(
    (async () => {
      const withServer = await pollUntil(hasMembers(serverId))
      // The list contains a second group, which a faulty target may show with the same member.
      await orNone(ctx.given.serverGroup())
      const listed = await listGroups(compute)
      const { last } = await deleteAndObserve(ctx, serverId)
      const afterDelete = isNoLongerShown(last) ? await pollUntil(hasMembers()) : undefined
      // The list may be outdated for longer than the group itself.
      const isWithout = (list: ApiResponse) => !list.array(listedMembersPointer(list, id)).includes(serverId)
      const listedAfterDelete = afterDelete && (await poll(() => listGroups(compute), isWithout))
      return { groupId: id, serverId, created: response, withServer, listed, afterDelete, listedAfterDelete }
    })(),
  )
}
