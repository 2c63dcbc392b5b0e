/** The membership of a server in its server group, which only a deletion ends. */
import type { ApiResponse, ComputeClient } from '#harness'
import { orNone } from '../or-none.ts'
import { hasMember, showGroup } from '../server-groups.ts'

/**
 * Returns a function that records a violation by a group without the server. It does nothing if the server never was a member, or if there
 * is no group.
 */
export async function watchMembership(
  compute: ComputeClient,
  groupId: string | undefined,
  serverId: string,
): Promise<(after: string) => Promise<void>> {
  if (groupId === undefined) return async () => undefined
  const read = () => showGroup(compute, groupId)
  const lacksMember = hasMember(serverId)
  const isMember = (group: ApiResponse) => lacksMember(group) === undefined
  const poll = () => orNone(compute.poll(read, isMember, 'propagation', 'members of a server group'))
  const wasMember = (await poll())?.isDone === true
  return async (after) => {
    const found = wasMember ? await poll() : undefined
    const mismatch = found?.value.isSuccess ? lacksMember(found.value) : undefined
    if (!found || !mismatch) return
    const message = `A server that exists is no longer a member of its server group after ${after}.`
    compute.recordViolation('server-groups.members.created', found.value, { ...mismatch, message })
  }
}
