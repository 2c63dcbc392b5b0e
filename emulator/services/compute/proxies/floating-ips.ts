import { representFloatingIp } from '../../../serializers/network.ts'
import { conflict, notFound } from '../../../server/errors.ts'
import { created, type EmulatorResponse, noContent, ok } from '../../../server/response.ts'
import type { FloatingIp } from '../../../state/networks.ts'
import { required, text, unwrap } from '../../../validation/fields.ts'
import { findIn, type NetworkCollection, readOperations } from '../../network/collection.ts'
import type { Operation, OperationCall } from '../../operation.ts'

const floatingIps: NetworkCollection<FloatingIp> = {
  plural: 'floatingips',
  singular: 'floatingip',
  items: ({ cloud }) => [...cloud.networking.floatingIps.values()],
  represent: representFloatingIp,
}

/** Returns the id of the requested port, or null. @throws ApiError 404, 409 for a port with another floating IP */
function readPort({ cloud, user }: OperationCall, value: unknown, own?: FloatingIp): string | null {
  if (value === null || value === undefined || value === '') return null
  const id = text(value, 'port_id')
  const port = cloud.networking.ports.get(id)
  if (port === undefined || port.tenantId !== user.tenant.id) throw notFound(`Port ${id} could not be found.`)
  if (cloud.networking.floatingIpsOf(port).some((other) => other !== own)) {
    throw conflict(`Port ${id} already has a floating IP.`)
  }
  return id
}

function create(call: OperationCall): EmulatorResponse {
  const { cloud, user, body } = call
  const fields = unwrap(body, 'floatingip')
  const networkId = text(required(fields, 'floating_network_id', 'floatingip'), 'floating_network_id')
  if (cloud.networking.externalNetwork()?.id !== networkId) throw notFound(`Network ${networkId} could not be found.`)
  const portId = readPort(call, fields['port_id'])
  const floating = cloud.networking.addFloatingIp(user.tenant.id, networkId, cloud.clock.now())
  if (floating === undefined) throw conflict(`No more IP addresses available on network ${networkId}.`)
  floating.portId = portId
  return created({ floatingip: representFloatingIp(call, floating) })
}

/** Associates a floating IP with a port; null removes the association. */
function update(call: OperationCall): EmulatorResponse {
  const fields = unwrap(call.body, 'floatingip')
  const floating = findIn(floatingIps, call)
  if ('port_id' in fields) floating.portId = readPort(call, fields['port_id'], floating)
  return ok({ floatingip: representFloatingIp(call, floating) })
}

function remove(call: OperationCall): EmulatorResponse {
  call.cloud.networking.floatingIps.delete(findIn(floatingIps, call).id)
  return noContent
}

export const floatingIpOperations: readonly Operation[] = [
  ...readOperations(floatingIps),
  { name: 'network.floatingips.create', method: 'POST', path: '/v2.0/floatingips', handle: create },
  { name: 'network.floatingips.update', method: 'PUT', path: '/v2.0/floatingips/:id', handle: update },
  { name: 'network.floatingips.delete', method: 'DELETE', path: '/v2.0/floatingips/:id', handle: remove },
]
