/** The membership of a server in its server group, which only a deletion ends. */
import type { ComputeClient } from '#harness'
import { membersPointer } from '../../scenarios/group-membership.ts'
import { orNone } from '../or-none.ts'
import { showGroup } from '../server-groups.ts'

/**
 * Returns a function that records a violation by a group without the server. It does nothing where the server never was a member, or
 * there is no group.
 */
export async function watchMembership(
  compute: ComputeClient,
  groupId: string | undefined,
  serverId: string,
): Promise<(after: string) => Promise<void>> {
  if (groupId === undefined) return async () => undefined
  const read = () => showGroup(compute, groupId)
  const isMember = (group: { array(pointer: string): readonly unknown[] }) =>
    group.array(membersPointer).includes(serverId)
  const poll = () => orNone(compute.poll(read, isMember, 'propagation', 'members of a server group'))
  const wasMember = (await poll())?.isDone === true
  return async (after) => {
    const found = wasMember ? await poll() : undefined
    if (!found?.value.isSuccess || isMember(found.value)) return
    compute.recordViolation('server-groups.members.created', found.value, {
      message: `A server that exists is no longer a member of its server group after ${after}.`,
      at: membersPointer,
      expected: serverId,
      actual: 'others, or none',
    })
  }
}
