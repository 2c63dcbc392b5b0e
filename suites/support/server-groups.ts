/** Requests about server groups. */
import { type ApiResponse, type CallOptions, type ComputeClient, members } from '#harness'

export const groupPointer = 'body/server_group'
export const groupsPointer = 'body/server_groups'

/** The credentials of a read; by default those of the run. */
export type GroupReader = Pick<CallOptions, 'token' | 'tenant'>

export const showGroup = (compute: ComputeClient, serverGroupId: string, reader?: GroupReader): Promise<ApiResponse> =>
  compute.call('showServerGroup', { path: { serverGroupId }, ...reader })

export const listGroups = (compute: ComputeClient, reader?: GroupReader): Promise<ApiResponse> =>
  compute.call('listServerGroups', { ...reader })

interface FoundGroup {
  /** The last response to showServerGroup. */
  readonly shown: ApiResponse
  /** The last response to listServerGroups. */
  readonly listed: ApiResponse
  readonly isShown: boolean
  readonly isListed: boolean
}

/** Shows a new group, and lists all, each until the group is found or the propagation timeout is over. */
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
