import { addressesOf } from '../../../serializers/server.ts'
import { badRequest, notFound } from '../../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject, ok } from '../../../server/response.ts'
import type { Port } from '../../../state/ports.ts'
import type { Server } from '../../../state/servers.ts'
import { logAction } from '../../../transitions/action-log.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import { invalid, list, object, type RequestFields, uuidText } from '../../../validation/fields.ts'
import { resolveGroups, resolveNics } from '../../../validation/interfaces.ts'
import { type Operation, type OperationCall, readOperation } from '../../operation.ts'
import { findServer } from './lookup.ts'

function represent(port: Port): JsonObject {
  return {
    port_id: port.id,
    net_id: port.networkId,
    mac_addr: port.mac,
    port_state: 'ACTIVE',
    fixed_ips: [{ subnet_id: port.subnetId, ip_address: port.address }],
  }
}

const interfaceOf = ({ cloud, param }: OperationCall, server: Server): Port | undefined =>
  cloud.networking.ports.of(server.id).find(({ id }) => id === param('port'))

function findInterface(call: OperationCall, server: Server): Port {
  const id = call.param('port')
  const port = interfaceOf(call, server)
  if (port === undefined) throw notFound(`Instance ${server.id} does not have a port with id ${id}`)
  return port
}

/** The request in the manner of the networks of a new server; nothing said means the network of its first port. */
function entryOf(call: OperationCall, server: Server, fields: RequestFields): RequestFields {
  if (fields['port_id'] !== undefined) return { port: fields['port_id'] }
  const wanted = fields['fixed_ips'] === undefined ? undefined : list(fields['fixed_ips'], 'fixed_ips')
  if (wanted?.length === 0) throw invalid('fixed_ips', wanted, 'It is empty')
  const fixed = wanted?.[0]
  const address = fixed === undefined ? undefined : object(fixed, 'fixed_ips')['ip_address']
  if (address !== undefined && fields['net_id'] === undefined) throw badRequest('fixed_ips goes with net_id')
  const [first] = call.cloud.networking.ports.of(server.id)
  const network = fields['net_id'] === undefined ? first?.networkId : uuidText(fields['net_id'], 'net_id')
  if (network === undefined) throw badRequest('No network was named, and the server is on none.')
  return { uuid: network, ...(address === undefined ? {} : { fixed_ip: address }) }
}

/** Answered 200 with the new interface. */
function attachInterface(call: OperationCall): EmulatorResponse {
  const { cloud, body } = call
  const { interfaceAttachment = {} } = object(body, 'body')
  const fields = object(interfaceAttachment, 'interfaceAttachment')
  const server = findServer(call)
  requireState(cloud, server, preconditions.attachInterface)
  const [nic] = resolveNics(cloud, server.tenantId, [entryOf(call, server, fields)], 1)
  if (nic === undefined) throw badRequest('No network was named.')
  const groups = () => resolveGroups(cloud, server.tenantId, ['default']).map(({ id }) => id)
  const { ports } = cloud.networking
  const port =
    'port' in nic
      ? nic.port
      : cloud.networking.addPort({ ...nic, name: '', groupIds: groups(), deviceId: server.id, isTransient: true })
  ports.bind(port, server.id)
  server.updatedAt = cloud.clock.now()
  logAction(call, server, 'attach_interface')
  return ok({ interfaceAttachment: represent(port) })
}

/** Accepted for a port that the server does not have, too: Nova finds that out afterwards. */
function detachInterface(call: OperationCall): EmulatorResponse {
  const { cloud } = call
  const server = findServer(call)
  const port = interfaceOf(call, server)
  requireState(cloud, server, preconditions.detachInterface)
  if (port === undefined) return accepted()
  if (port.isTransient) cloud.networking.removePort(port)
  else cloud.networking.ports.bind(port, '')
  server.updatedAt = cloud.clock.now()
  logAction(call, server, 'detach_interface')
  return accepted()
}

const addresses = (call: OperationCall) => addressesOf(call.cloud, findServer(call), () => ({}))
const collection = '/servers/:server/os-interface'

/** The ports of a server, and its addresses. */
export const interfaceOperations: readonly Operation[] = [
  readOperation('servers.addresses', '/servers/:server/ips', (call) => ({ addresses: addresses(call) })),
  readOperation('servers.addresses.network', '/servers/:server/ips/:network', (call) => {
    const name = call.param('network')
    const found = addresses(call)[name]
    if (found === undefined) throw notFound('Instance is not a member of specified network')
    return { [name]: found }
  }),
  readOperation('servers.interfaces', collection, (call) => ({
    interfaceAttachments: call.cloud.networking.ports.of(findServer(call).id).map(represent),
  })),
  readOperation('servers.interfaces.show', `${collection}/:port`, (call) => ({
    interfaceAttachment: represent(findInterface(call, findServer(call))),
  })),
  {
    name: 'servers.interfaces.attach',
    method: 'POST',
    path: collection,
    handle: attachInterface,
    differs: 'The interface is there at once.',
  },
  {
    name: 'servers.interfaces.detach',
    method: 'DELETE',
    path: `${collection}/:port`,
    handle: detachInterface,
    differs: 'The interface is gone at once.',
  },
]
