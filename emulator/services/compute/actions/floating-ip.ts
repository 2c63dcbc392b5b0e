import { badRequest, conflict, notFound } from '../../../server/errors.ts'
import { accepted } from '../../../server/response.ts'
import type { FloatingIp } from '../../../state/networks.ts'
import type { Server } from '../../../state/servers.ts'
import { address, object, required } from '../../../validation/fields.ts'
import type { OperationCall } from '../../operation.ts'
import type { ActionHandler } from './actions.ts'

function readAddress(argument: unknown, action: string): string {
  return address(required(object(argument, action), 'address', action), 'address', 4)
}

/** Returns the tenant's floating IP that the request names. @throws ApiError 404 */
function findFloatingIp({ cloud, user }: OperationCall, requested: string): FloatingIp {
  const floating = [...cloud.networking.floatingIps.values()].find(
    (candidate) => candidate.tenantId === user.tenant.id && candidate.address === requested,
  )
  if (floating === undefined) throw notFound('floating IP not found')
  return floating
}

/** Associates a floating IP with the first port of the server, or with the port that has the given fixed address. */
export const addFloatingIp: ActionHandler = (argument, call) => {
  const floatingAddress = readAddress(argument, 'addFloatingIp')
  const fixedField = object(argument, 'addFloatingIp')['fixed_address']
  const fixedAddress = fixedField === undefined ? undefined : address(fixedField, 'fixed_address', 4)
  return (server: Server) => {
    const floating = findFloatingIp(call, floatingAddress)
    const ports = call.cloud.networking.ports.of(server.id)
    const port = ports.find((candidate) => candidate.address === (fixedAddress ?? candidate.address))
    if (port === undefined) throw badRequest('No fixed IP addresses available for instance')
    // A port has at most one floating IP. A floating IP that is associated with another port moves.
    if (call.cloud.networking.floatingIpsOf(port).some(({ id }) => id !== floating.id)) {
      throw badRequest(`The port of ${port.address} has a floating IP already.`)
    }
    floating.portId = port.id
    return accepted()
  }
}

/** Removes a floating IP from the server. */
export const removeFloatingIp: ActionHandler = (argument, call) => {
  const floatingAddress = readAddress(argument, 'removeFloatingIp')
  return (server: Server) => {
    const floating = findFloatingIp(call, floatingAddress)
    const isAssociated = call.cloud.networking.ports.of(server.id).some(({ id }) => id === floating.portId)
    if (!isAssociated) throw conflict(`Floating IP ${floatingAddress} is not associated with instance ${server.id}.`)
    floating.portId = null
    return accepted()
  }
}
