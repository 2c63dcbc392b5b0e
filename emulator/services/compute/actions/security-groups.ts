import { badRequest, conflict, notFound } from '../../../server/errors.ts'
import { accepted } from '../../../server/response.ts'
import type { Port } from '../../../state/ports.ts'
import type { SecurityGroup } from '../../../state/security-groups.ts'
import type { Server } from '../../../state/servers.ts'
import type { OperationCall } from '../../operation.ts'
import type { Action } from './actions.ts'

function readName(argument: unknown): string {
  if (typeof argument !== 'object' || argument === null || !('name' in argument)) {
    throw badRequest('Security group not specified')
  }
  const { name } = argument
  if (typeof name !== 'string' || name.trim() === '') throw badRequest('A security group needs a name.')
  return name
}

/** @throws ApiError 404 for an unknown group, 409 for a name that several groups have. */
function findGroup({ user, cloud }: OperationCall, name: string): SecurityGroup {
  const [group, another] = cloud.networking.security.find(user.tenant.id, name)
  if (group === undefined) throw notFound(`Security group ${name} is not found for project ${user.tenant.id}`)
  if (another !== undefined) throw conflict(`Several security groups are named '${name}'; use an id.`)
  return group
}

const isUnknown = ({ user, cloud }: OperationCall, name: string) =>
  cloud.networking.security.find(user.tenant.id, name).length === 0

function portsOf({ cloud }: OperationCall, server: Server): readonly Port[] {
  const ports = cloud.networking.ports.of(server.id)
  if (ports.length === 0) throw notFound(`Instance ${server.id} has no port.`)
  return ports
}

/** The group goes to every port of the server, to those it was given as well. */
export const addSecurityGroup: Action = (argument, call) => {
  const name = readName(argument)
  const { faults } = call.cloud
  return (server) => {
    if (faults.has('add-group-accepts-unknown') && isUnknown(call, name)) return accepted()
    const group = findGroup(call, name)
    const ports = portsOf(call, server)
    if (ports.every((port) => port.groupIds.includes(group.id))) {
      throw badRequest(`Security group ${name} is already on instance ${server.id}`)
    }
    const isPausedInVain = server.vmState === 'paused' && faults.has('add-group-to-paused-in-vain')
    if (isPausedInVain || faults.has('add-group-does-nothing')) return accepted()
    const reached = faults.has('add-group-to-first-port-only') ? ports.slice(0, 1) : ports
    const isOnly = faults.has('add-group-replaces')
    for (const port of reached) port.groupIds = [...new Set([...(isOnly ? [] : port.groupIds), group.id])]
    return accepted()
  }
}

/** The group is taken from every port; it goes on existing. */
export const removeSecurityGroup: Action = (argument, call) => {
  const name = readName(argument)
  const { faults } = call.cloud
  return (server) => {
    if (faults.has('remove-group-accepts-unknown') && isUnknown(call, name)) return accepted()
    const group = findGroup(call, name)
    const ports = portsOf(call, server)
    if (!ports.some((port) => port.groupIds.includes(group.id))) {
      if (faults.has('remove-group-accepts-absent')) return accepted()
      throw notFound(`Security group ${name} is not associated with the instance ${server.id}`)
    }
    if (faults.has('remove-group-does-nothing')) return accepted()
    const reached = faults.has('remove-group-from-first-port-only') ? ports.slice(0, 1) : ports
    const isForAll = faults.has('remove-group-takes-all')
    for (const port of reached) port.groupIds = port.groupIds.filter((id) => id !== group.id && !isForAll)
    return accepted()
  }
}
