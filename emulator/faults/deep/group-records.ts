import type { Json } from '../../server/response.ts'
import { removeGroup, storeGroup } from '../../services/compute/server-groups.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { changedList } from '../edits.ts'
import { mutateBody } from '../mutators.ts'

const hasMembers = (members: Json | undefined): boolean => Array.isArray(members) && members.length > 0

/** Faults by which server groups are replaced, or listed wrongly, because of an earlier request. */
export const groupRecordFaults = [
  defineFault(
    'deep-server-group-replaces-namesake',
    'server-groups.create.answers',
    'A new server group replaces another one with the same name.',
    storeGroup.override((original, call, group) => {
      const { serverGroups } = call.cloud
      for (const { id, name, tenantId } of [...serverGroups.values()])
        if (name === group.name && tenantId === group.tenantId) serverGroups.delete(id)
      original(call, group)
    }),
  ),
  defineStatefulFault(
    'deep-server-groups-first-deleted-listed',
    'server-groups.delete.removes',
    'The list still has the server group that was deleted first.',
    () => {
      let deleted: readonly Json[] = []
      return [
        removeGroup.observe((_call, { id, name, policy }) => {
          if (deleted.length === 0) deleted = [{ id, name, policies: [policy], members: [], metadata: {} }]
        }),
        mutateBody(
          'server-groups.list',
          '',
          changedList('server_groups', (groups) => [...groups, ...deleted]),
        ),
      ]
    },
  ),
  defineFault(
    'deep-server-groups-list-other-policy-with-members',
    'server-groups.show.equals-create',
    'A listed server group that has members has another policy than it was created with.',
    mutateBody('server-groups.list', 'server_groups.*', (group) =>
      hasMembers(group['members']) ? { ...group, policies: ['soft-anti-affinity'] } : group,
    ),
  ),
].map(ofLaterEdition)
