import { defineHook } from '../../../fault-injection/hooks.ts'
import { badRequest, conflict, notFound } from '../../../server/errors.ts'
import { accepted } from '../../../server/response.ts'
import type { Port } from '../../../state/ports.ts'
import type { SecurityGroup } from '../../../state/security-groups.ts'
import type { Server } from '../../../state/servers.ts'
import type { OperationCall } from '../../operation.ts'
import type { ActionHandler } from './actions.ts'

function readName(argument: unknown): string {
  if (typeof argument !== 'object' || argument === null || !('name' in argument)) {
    throw badRequest('Security group not specified')
  }
  const { name } = argument
  if (typeof name !== 'string' || name.trim() === '') throw badRequest('A security group needs a name.')
  return name
}

/**
 * Returns the tenant's security group with a name or an id.
 * @throws ApiError 404 for an unknown group, 409 for a name that several groups have.
 */
function findGroup({ user, cloud }: OperationCall, name: string): SecurityGroup {
  const [group, another] = cloud.networking.security.find(user.tenant.id, name)
  if (group === undefined) throw notFound(`Security group ${name} is not found for project ${user.tenant.id}`)
  if (another !== undefined) throw conflict(`Several security groups are named '${name}'; use an id.`)
  return group
}

/** Returns the ports of a server. @throws ApiError 404 */
function portsOf({ cloud }: OperationCall, server: Server): readonly Port[] {
  const ports = cloud.networking.ports.of(server.id)
  if (ports.length === 0) throw notFound(`Instance ${server.id} has no port.`)
  return ports
}

/** Adds a group to every port of a server, ports that the request named included. */
export const addGroupToPorts = defineHook(
  'groups.addToPorts',
  (_call: OperationCall, _server: Server, ports: readonly Port[], groupId: string): void => {
    for (const port of ports) port.groupIds = [...new Set([...port.groupIds, groupId])]
  },
)

/** Removes a group from every port of a server. The group itself remains. */
export const removeGroupFromPorts = defineHook(
  'groups.removeFromPorts',
  (_call: OperationCall, _server: Server, ports: readonly Port[], groupId: string): void => {
    for (const port of ports) port.groupIds = port.groupIds.filter((id) => id !== groupId)
  },
)

/** Adds a security group to all ports of a server. */
export const addSecurityGroup: ActionHandler = (argument, call) => {
  const name = readName(argument)
  return (server) => {
    const group = findGroup(call, name)
    const ports = portsOf(call, server)
    if (ports.every((port) => port.groupIds.includes(group.id))) {
      throw badRequest(`Security group ${name} is already on instance ${server.id}`)
    }
    addGroupToPorts(call, server, ports, group.id)
    return accepted()
  }
}

/** Removes a security group from all ports of a server. */
export const removeSecurityGroup: ActionHandler = (argument, call) => {
  const name = readName(argument)
  return (server) => {
    const group = findGroup(call, name)
    const ports = portsOf(call, server)
    if (!ports.some((port) => port.groupIds.includes(group.id))) {
      throw notFound(`Security group ${name} is not associated with the instance ${server.id}`)
    }
    removeGroupFromPorts(call, server, ports, group.id)
    return accepted()
  }
}
