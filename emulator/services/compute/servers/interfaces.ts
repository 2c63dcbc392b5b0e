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

/** Returns the request as an entry of the `networks` of a create request. The default is the network of the first port. */
function networkEntry(call: OperationCall, server: Server, fields: RequestFields): RequestFields {
  if (fields['port_id'] !== undefined) return { port: fields['port_id'] }
  const fixedIps = fields['fixed_ips'] === undefined ? undefined : list(fields['fixed_ips'], 'fixed_ips')
  if (fixedIps?.length === 0) throw invalid('fixed_ips', fixedIps, 'It is empty')
  const fixedIp = fixedIps?.[0]
  const address = fixedIp === undefined ? undefined : object(fixedIp, 'fixed_ips')['ip_address']
  if (address !== undefined && fields['net_id'] === undefined) throw badRequest('fixed_ips needs net_id')
  const [first] = call.cloud.networking.ports.of(server.id)
  const network = fields['net_id'] === undefined ? first?.networkId : uuidText(fields['net_id'], 'net_id')
  if (network === undefined) throw badRequest('The request names no network, and the server has none.')
  return { uuid: network, ...(address === undefined ? {} : { fixed_ip: address }) }
}

/** Responds with 200 and the new interface. */
function attachInterface(call: OperationCall): EmulatorResponse {
  const { cloud, body } = call
  const { interfaceAttachment = {} } = object(body, 'body')
  const fields = object(interfaceAttachment, 'interfaceAttachment')
  const server = findServer(call)
  requireState(cloud, server, preconditions.attachInterface)
  const [nic] = resolveNics(cloud, server.tenantId, [networkEntry(call, server, fields)], 1)
  if (nic === undefined) throw badRequest('The request names no network.')
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

/** Detaches a port. As in Nova, the request is also accepted for a port that the server does not have. */
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

/** The interfaces of a server, and its addresses. */
export const interfaceOperations: readonly Operation[] = [
  readOperation('servers.addresses', '/servers/:server/ips', (call) => ({ addresses: addresses(call) })),
  readOperation('servers.addresses.network', '/servers/:server/ips/:network', (call) => {
    const name = call.param('network')
    const inNetwork = addresses(call)[name]
    if (inNetwork === undefined) throw notFound('Instance is not a member of specified network')
    return { [name]: inNetwork }
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
    differs: 'The interface is attached immediately.',
  },
  {
    name: 'servers.interfaces.detach',
    method: 'DELETE',
    path: `${collection}/:port`,
    handle: detachInterface,
    differs: 'The interface is detached immediately.',
  },
]
