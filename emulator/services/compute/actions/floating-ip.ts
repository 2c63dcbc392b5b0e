import { badRequest, conflict, notFound } from '../../../server/errors.ts'
import { accepted } from '../../../server/response.ts'
import type { FloatingIp } from '../../../state/networks.ts'
import type { Server } from '../../../state/servers.ts'
import { address, object, required } from '../../../validation/fields.ts'
import type { Call } from '../../operation.ts'
import type { Action } from './actions.ts'

function readAddress(argument: unknown, action: string): string {
  return address(required(object(argument, action), 'address', action), 'address', 4)
}

/** @throws ApiError 404 */
function findFloatingIp({ cloud, user }: Call, wanted: string): FloatingIp {
  const floating = [...cloud.networking.floatingIps.values()].find(
    (candidate) => candidate.tenantId === user.tenant.id && candidate.address === wanted,
  )
  if (floating === undefined) throw notFound('floating IP not found')
  return floating
}

/** Leads a floating address to the first port of the server, or to the one with the fixed address that is named. */
export const addFloatingIp: Action = (argument, call) => {
  const wanted = readAddress(argument, 'addFloatingIp')
  const fixed = object(argument, 'addFloatingIp')['fixed_address']
  const fixedAddress = fixed === undefined ? undefined : address(fixed, 'fixed_address', 4)
  return (server: Server) => {
    const floating = findFloatingIp(call, wanted)
    const ports = call.cloud.networking.ports.of(server.id)
    const port = ports.find((candidate) => candidate.address === (fixedAddress ?? candidate.address))
    if (port === undefined) throw badRequest('No fixed IP addresses available for instance')
    // One port has one floating address; a floating address that is elsewhere moves.
    if (call.cloud.networking.floatingIpsOf(port).some(({ id }) => id !== floating.id)) {
      throw badRequest(`The port of ${port.address} has a floating IP already.`)
    }
    floating.portId = port.id
    return accepted()
  }
}

export const removeFloatingIp: Action = (argument, call) => {
  const wanted = readAddress(argument, 'removeFloatingIp')
  return (server: Server) => {
    const floating = findFloatingIp(call, wanted)
    const isHere = call.cloud.networking.ports.of(server.id).some(({ id }) => id === floating.portId)
    if (!isHere) throw conflict(`Floating IP ${wanted} is not associated with instance ${server.id}.`)
    floating.portId = null
    return accepted()
  }
}
