import { addGroupToPorts, removeGroupFromPorts } from '../../services/compute/actions/security-groups.ts'
import type { OperationCall } from '../../services/operation.ts'
import type { Server } from '../../state/servers.ts'
import { defineFault, type Mutation } from '../define-fault.ts'
import { acceptDespite, errorMessage, mutateResponse } from '../mutators.ts'
import { acceptedResponse, serverErrorResponse } from '../responses.ts'
import { acceptActionIf, hasAction, hasEmpty, hasNull, isNotObject, lacks, responseWithBody } from './actions.ts'

/** Accepts one action on a group that does not exist. */
function acceptUnknownGroup(action: string): Mutation {
  const { operations, change } = acceptDespite('servers.action', acceptedResponse, /^Security group .* is not found/)
  return {
    operations,
    change: (response, context) => (hasAction(action)(context.body) ? change(response, context) : response),
  }
}

const isStopped = (_call: OperationCall, { vmState }: Server): boolean => vmState === 'stopped'

/** Faults of adding and removing security groups. */
export const securityGroupFaults = [
  defineFault(
    'add-group-does-nothing',
    'groups.add.attaches',
    'Adding a security group is accepted but has no effect.',
    addGroupToPorts.override(() => undefined),
  ),
  defineFault(
    'add-group-to-stopped-does-nothing',
    'groups.add.attaches',
    'Adding a security group to a stopped server is accepted but has no effect.',
    addGroupToPorts.overrideWhen(isStopped, () => undefined),
  ),
  defineFault(
    'remove-group-from-stopped-does-nothing',
    'groups.remove.detaches',
    'Removing a security group from a stopped server is accepted but has no effect.',
    removeGroupFromPorts.overrideWhen(isStopped, () => undefined),
  ),
  defineFault(
    'add-group-replaces',
    'groups.add.attaches',
    'An added security group replaces the present ones.',
    addGroupToPorts.override((_original, _call, _server, ports, groupId) => {
      for (const port of ports) port.groupIds = [groupId]
    }),
  ),
  defineFault(
    'add-group-again-fails',
    'groups.add.attaches',
    'Adding a security group again causes a 500.',
    mutateResponse('servers.action', (response, { body }) =>
      hasAction('addSecurityGroup')(body) && /is already on instance/.test(errorMessage(response))
        ? serverErrorResponse
        : response,
    ),
  ),
  defineFault(
    'add-group-to-first-port-only',
    'groups.add.every-port',
    'A security group is added only to the first port.',
    addGroupToPorts.override((original, call, server, ports, groupId) =>
      original(call, server, ports.slice(0, 1), groupId),
    ),
  ),
  defineFault(
    'add-group-object-optional',
    'groups.add.object-required',
    'addSecurityGroup is accepted when its argument is not an object.',
    acceptActionIf('addSecurityGroup', isNotObject),
  ),
  defineFault(
    'add-group-name-optional',
    'groups.add.name-required',
    'addSecurityGroup is accepted without a name.',
    acceptActionIf('addSecurityGroup', lacks('name')),
  ),
  defineFault(
    'add-group-name-null-accepted',
    'groups.add.name-required',
    'addSecurityGroup is accepted when its name is null.',
    acceptActionIf('addSecurityGroup', hasNull('name')),
  ),
  defineFault(
    'add-group-accepts-unknown',
    'groups.add.name-required',
    'Adding a security group that does not exist is accepted.',
    acceptUnknownGroup('addSecurityGroup'),
  ),
  defineFault(
    'add-group-answers-body',
    'groups.add.empty-body',
    'The response to addSecurityGroup has a body.',
    responseWithBody('addSecurityGroup'),
  ),
  defineFault(
    'remove-group-does-nothing',
    'groups.remove.detaches',
    'Removing a security group is accepted but has no effect.',
    removeGroupFromPorts.override(() => undefined),
  ),
  defineFault(
    'remove-group-takes-all',
    'groups.remove.detaches',
    'Removing a security group removes all of them.',
    removeGroupFromPorts.override((_original, _call, _server, ports) => {
      for (const port of ports) port.groupIds = []
    }),
  ),
  defineFault(
    'remove-group-from-first-port-only',
    'groups.remove.every-port',
    'A security group is removed only from the first port.',
    removeGroupFromPorts.override((original, call, server, ports, groupId) =>
      original(call, server, ports.slice(0, 1), groupId),
    ),
  ),
  defineFault(
    'remove-group-object-optional',
    'groups.remove.object-required',
    'removeSecurityGroup is accepted when its argument is not an object.',
    acceptActionIf('removeSecurityGroup', isNotObject),
  ),
  defineFault(
    'remove-group-name-optional',
    'groups.remove.name-required',
    'removeSecurityGroup is accepted without a name.',
    acceptActionIf('removeSecurityGroup', lacks('name')),
  ),
  defineFault(
    'remove-group-name-empty-accepted',
    'groups.remove.name-required',
    'removeSecurityGroup is accepted when its name is empty.',
    acceptActionIf('removeSecurityGroup', hasEmpty('name')),
  ),
  defineFault(
    'remove-group-accepts-unknown',
    'groups.remove.name-required',
    'Removing a security group that does not exist is accepted.',
    acceptUnknownGroup('removeSecurityGroup'),
  ),
  defineFault(
    'remove-group-accepts-absent',
    'groups.remove.not-attached',
    'Removing a security group that the server does not have is accepted.',
    acceptDespite('servers.action', acceptedResponse, /is not associated with the instance/),
  ),
  defineFault(
    'remove-group-answers-body',
    'groups.remove.empty-body',
    'The response to removeSecurityGroup has a body.',
    responseWithBody('removeSecurityGroup'),
  ),
  defineFault(
    'deep-default-group-stays',
    'groups.remove.detaches',
    'Removing the security group default is accepted but has no effect.',
    removeGroupFromPorts.override((original, call, server, ports, groupId) => {
      const isDefault = call.cloud.networking.security.groups.get(groupId)?.name === 'default'
      if (!isDefault) original(call, server, ports, groupId)
    }),
  ),
]
