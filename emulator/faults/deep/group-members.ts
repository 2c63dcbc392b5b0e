import { groupMembers } from '../../services/compute/server-groups.ts'
import type { Server } from '../../state/servers.ts'
import { beginDeletion } from '../../transitions/delete.ts'
import { type Defect, defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'

/** Groups have no members that meet a condition. */
const membersWithout = (isMeant: (server: Server) => boolean): Defect =>
  groupMembers.override((original, call, group) =>
    original(call, group).filter((id) => {
      const server = call.cloud.servers.get(id)
      return server === undefined || !isMeant(server)
    }),
  )

const rule = 'server-groups.members.created'

/** Memberships that end with something else than the deletion of the server. */
export const groupMemberFaults = [
  defineFault(
    'deep-stopped-leaves-group',
    rule,
    'A stopped server is not a member of its server group.',
    membersWithout(({ vmState }) => vmState === 'stopped'),
  ),
  defineFault(
    'deep-shelved-leaves-group',
    rule,
    'A shelved server is not a member of its server group.',
    membersWithout(({ vmState }) => vmState === 'shelved_offloaded'),
  ),
  defineStatefulFault(
    'deep-deleted-member-empties-group',
    rule,
    'The deletion of a member takes all members from a server group.',
    () => {
      const deleted = new Set<string>()
      return [
        beginDeletion.observe((_cloud, { id }) => void deleted.add(id)),
        groupMembers.override((original, call, group) =>
          group.members.some((id) => deleted.has(id)) ? [] : original(call, group),
        ),
      ]
    },
  ),
].map(ofLaterEdition)
