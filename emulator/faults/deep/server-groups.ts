import { conflict } from '../../server/errors.ts'
import { findGroup, groupMembers, groupPolicy, removeGroup } from '../../services/compute/server-groups.ts'
import { defineFault, ofLaterEdition } from '../define-fault.ts'
import { isCallOf } from '../list-queries.ts'
import { changeStatus } from '../mutators.ts'

/** Faults of the deletion of server groups, and of how groups and policies are found. */
export const deepServerGroupFaults = [
  ofLaterEdition(
    defineFault(
      'deep-server-groups-with-members-kept',
      'server-groups.delete.removes',
      'A server group that has members cannot be deleted.',
      removeGroup.override((original, call, group) => {
        if (groupMembers(call, group).length > 0) throw conflict(`Server group ${group.id} is in use.`)
        original(call, group)
      }),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-server-groups-of-name-deleted',
      'server-groups.delete.removes',
      'Deleting a server group deletes all groups with the same name.',
      removeGroup.override((original, call, group) => {
        for (const other of [...call.cloud.serverGroups.values()]) if (other.name === group.name) original(call, other)
      }),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-server-groups-foreign-deleted',
      'server-groups.unknown-refused',
      'A tenant can delete the server groups of another tenant.',
      findGroup.overrideWhen(
        isCallOf('server-groups.delete'),
        (original, call) => call.cloud.serverGroups.get(call.param('group')) ?? original(call),
      ),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-server-groups-policy-found-in-text',
      'server-groups.create.unknown-policy-refused',
      'A policy whose name ends with anti-affinity is taken for anti-affinity.',
      groupPolicy.overrideWhen(
        (_call, value) => String(value).endsWith('anti-affinity'),
        () => 'anti-affinity',
      ),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-unknown-server-group-as-bad-request',
      'status.not-found',
      'The response for a server group that does not exist is 400.',
      changeStatus('server-groups.show', 404, 400),
      changeStatus('server-groups.delete', 404, 400),
    ),
  ),
]
