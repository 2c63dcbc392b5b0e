import { isIPv4 } from 'node:net'
import { representNetwork, representSubnet } from '../../serializers/network.ts'
import { badRequest, conflict } from '../../server/errors.ts'
import { created, type EmulatorResponse, noContent } from '../../server/response.ts'
import { choice, required, text, unwrap, uuidText } from '../../validation/fields.ts'
import type { Operation, OperationCall } from '../operation.ts'
import { findIn } from './collection.ts'
import { networks, subnets } from './networks.ts'

function createNetwork(call: OperationCall): EmulatorResponse {
  const { cloud, user } = call
  const fields = unwrap(call.body, 'network')
  const name = text(fields['name'] ?? '', 'name', 0, 255)
  const network = { id: cloud.random.uuid(), name, tenantId: user.tenant.id, isExternal: false }
  cloud.networking.networks.set(network.id, network)
  return created({ network: representNetwork(call, network) })
}

/** Deletes a network with its subnet. @throws ApiError 409 for a network with ports */
function deleteNetwork(call: OperationCall): EmulatorResponse {
  const { networking } = call.cloud
  const network = findIn(networks, call)
  if (
    network.tenantId !== call.user.tenant.id ||
    networking.ports.all().some(({ networkId }) => networkId === network.id)
  ) {
    throw conflict(`Unable to complete operation on network ${network.id}. There are one or more ports still in use.`)
  }
  for (const subnet of networking.subnets.values()) {
    if (subnet.networkId === network.id) networking.subnets.delete(subnet.id)
  }
  networking.networks.delete(network.id)
  return noContent
}

/** Returns an IPv4 network such as `19.80.0.0/24`, large enough for a gateway and two hosts. @throws ApiError 400 */
function readCidr(value: unknown): string {
  const cidr = text(value, 'cidr')
  const [base = '', length = '', ...more] = cidr.split('/')
  const isCidr = more.length === 0 && isIPv4(base) && /^\d{1,2}$/.test(length)
  if (!isCidr || Number(length) < 8 || Number(length) > 29) {
    throw badRequest(`Invalid input for cidr. Reason: '${cidr.slice(0, 40)}' is not an IPv4 network of /8 to /29.`)
  }
  const number = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  if (number % 2 ** (32 - Number(length)) !== 0) throw badRequest(`Invalid input for cidr: ${cidr} has host bits.`)
  return cidr
}

/** Creates the subnet of a network. @throws ApiError 400, 404, 409 for a network that has a subnet */
function createSubnet(call: OperationCall): EmulatorResponse {
  const { networking, random } = call.cloud
  const fields = unwrap(call.body, 'subnet')
  const networkId = uuidText(required(fields, 'network_id', 'subnet'), 'network_id')
  const cidr = readCidr(required(fields, 'cidr', 'subnet'))
  choice(String(fields['ip_version'] ?? 4), 'ip_version', ['4'])
  const name = text(fields['name'] ?? '', 'name', 0, 255)
  const network = findIn(networks, { ...call, param: () => networkId })
  if (networking.subnetOf(network.id) !== undefined) throw conflict(`Network ${network.id} has its subnet already.`)
  const subnet = { id: random.uuid(), name, networkId: network.id, tenantId: call.user.tenant.id, cidr }
  networking.subnets.set(subnet.id, subnet)
  return created({ subnet: representSubnet(call, subnet) })
}

/** Deletes a subnet. @throws ApiError 409 for a subnet with ports */
function deleteSubnet(call: OperationCall): EmulatorResponse {
  const { networking } = call.cloud
  const subnet = findIn(subnets, call)
  if (networking.ports.countIn(subnet.id) > 0) {
    throw conflict(
      `Unable to complete operation on subnet ${subnet.id}: One or more ports have an IP allocation from it.`,
    )
  }
  networking.subnets.delete(subnet.id)
  return noContent
}

const networkCollection = '/v2.0/networks'
const subnetCollection = '/v2.0/subnets'

/** Networks and subnets that a client creates. */
export const networkCreateOperations: readonly Operation[] = [
  {
    name: 'network.networks.create',
    method: 'POST',
    path: networkCollection,
    handle: createNetwork,
    differs: 'Every attribute but the name is ignored.',
  },
  { name: 'network.networks.delete', method: 'DELETE', path: `${networkCollection}/:id`, handle: deleteNetwork },
  {
    name: 'network.subnets.create',
    method: 'POST',
    path: subnetCollection,
    handle: createSubnet,
    differs: 'A network has one subnet, IPv4 from /8 to /29; the gateway is its first address.',
  },
  { name: 'network.subnets.delete', method: 'DELETE', path: `${subnetCollection}/:id`, handle: deleteSubnet },
]
