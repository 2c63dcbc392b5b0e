/** Requests about server groups, and their members. */
import {
  type ApiResponse,
  assume,
  assumeSuccess,
  type CallOptions,
  type ComputeClient,
  lacksItem,
  type Matcher,
  members,
  resolvePointer,
} from '#harness'
import { recordIfAccepted } from './rejections.ts'

/** Pointers to a group in a response about it, to the list of groups, and to the members of a group. */
export const groupPointer = 'body/server_group'
export const groupsPointer = 'body/server_groups'
export const membersPointer = `${groupPointer}/members`

/** The credentials of a caller; by default those of the run. */
export type GroupReader = Pick<CallOptions, 'token' | 'tenant'>

/** Shows a server group. */
export const showGroup = (compute: ComputeClient, serverGroupId: string, reader?: GroupReader): Promise<ApiResponse> =>
  compute.call('showServerGroup', { path: { serverGroupId }, ...reader })

/** Lists the server groups. */
export const listGroups = (compute: ComputeClient, reader?: GroupReader): Promise<ApiResponse> =>
  compute.call('listServerGroups', { ...reader })

/**
 * Requires that a shown group is the requested one: another group has other members.
 * @throws InconclusiveError if the response has the id of another group, or is an error
 */
export function assumeShownGroup(shown: ApiResponse, id: string): void {
  assumeSuccess(shown, 'The server group is not shown.', 'server-groups.show.answers')
  const shownId = shown.at(`${groupPointer}/id`)
  const isOther = typeof shownId === 'string' && shownId !== id
  assume(!isOther, 'The response shows another server group than the one in the path.', 'server-groups.show.answers')
}

/** The responses that should contain a new group. */
export interface FoundGroup {
  /** The last response to showServerGroup. */
  readonly shown: ApiResponse
  /** The last response to listServerGroups. */
  readonly listed: ApiResponse
  readonly isShown: boolean
  readonly isListed: boolean
}

/** Shows a new group and lists all groups, each until the group is found or the propagation timeout has passed. */
export async function findGroup(compute: ComputeClient, id: string): Promise<FoundGroup> {
  const isListedIn = (response: ApiResponse) => members(response, groupsPointer, 'id').includes(id)
  const poll = (read: () => Promise<ApiResponse>, isDone: (response: ApiResponse) => boolean, operation: string) =>
    compute.poll(read, isDone, 'propagation', `a new server group in ${operation}`)
  const { value: shown, isDone: isShown } = await poll(
    () => showGroup(compute, id),
    (response) => response.isSuccess,
    'showServerGroup',
  )
  const { value: listed, isDone: isListed } = await poll(() => listGroups(compute), isListedIn, 'listServerGroups')
  return { shown, listed, isShown, isListed }
}

/** Returns the pointer to the members of a group in a list of groups. */
export function listedMembersPointer(list: ApiResponse, groupId: string): string {
  const position = list.array(groupsPointer).findIndex((group) => resolvePointer(group, 'group/id') === groupId)
  return `${groupsPointer}/${position}/members`
}

/** Returns the members to add to the body of a create request for a member of a group. */
export const schedulerHint = (group: string): Readonly<Record<string, unknown>> => ({ 'os:scheduler_hints': { group } })

/** Matches a response in which a group has these servers as members, and no others. */
export const hasMembersAt =
  (pointer: string, ...ids: readonly string[]): Matcher =>
  (response) => {
    const members = response.array(pointer)
    const isSame = members.length === ids.length && ids.every((id) => members.includes(id))
    const [expected, actual] = [ids.join(', ') || 'none', members.map(String).slice(0, 5).join(', ') || 'none']
    if (isSame) return undefined
    return { message: 'The server group does not have the expected members.', at: pointer, expected, actual }
  }

/** Matches a response to showServerGroup whose group has these servers as members, and no others. */
export const hasMembers = (...ids: readonly string[]): Matcher => hasMembersAt(membersPointer, ...ids)

/** Matches a response to showServerGroup whose group has the server as a member, possibly among others. */
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

/** Records a violation if another tenant can list or show the group. */
export async function recordIfForeign(compute: ComputeClient, id: string, other: GroupReader): Promise<void> {
  const listed = await listGroups(compute, other)
  const isArray = Array.isArray(listed.at(groupsPointer))
  const inList = isArray ? lacksItem(groupsPointer, 'id', id)(listed) : undefined
  if (inList) compute.recordViolation('server-groups.list.answers', listed, inList)
  recordIfAccepted(compute, 'server-groups.unknown-refused', await showGroup(compute, id, other))
}

/** Sends a create request with these fields. */
export const createGroup = (
  compute: ComputeClient,
  server_group: unknown,
  options: { readonly mayBeRejected?: boolean } = {},
): Promise<ApiResponse> => compute.call('createServerGroup', { body: { server_group }, ...options })

/** Deletes a group. `caller`: other credentials. */
export const removeGroup = (
  compute: ComputeClient,
  serverGroupId: string,
  caller: GroupReader = {},
): Promise<ApiResponse> => compute.call('deleteServerGroup', { path: { serverGroupId }, ...caller })
