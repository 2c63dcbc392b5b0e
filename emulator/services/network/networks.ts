import { representNetwork, representPort, representSubnet } from '../../serializers/network.ts'
import { badRequest, conflict, notFound } from '../../server/errors.ts'
import { created, type EmulatorResponse, type JsonObject, noContent, ok } from '../../server/response.ts'
import type { Network, Subnet } from '../../state/networks.ts'
import type { Port } from '../../state/ports.ts'
import { address, list, object, required, text, unwrap, uuidText } from '../../validation/fields.ts'
import { floatingIpOperations } from '../compute/proxies/floating-ips.ts'
import { type Operation, type OperationCall, readOperation, unimplemented } from '../operation.ts'
import { findIn, type NetworkCollection, readOperations } from './collection.ts'
import { securityOperations } from './security-groups.ts'

export const networks: NetworkCollection<Network> = {
  plural: 'networks',
  singular: 'network',
  items: ({ cloud }) => [...cloud.networking.networks.values()],
  represent: representNetwork,
  isShared: ({ isExternal }) => isExternal,
}

export const subnets: NetworkCollection<Subnet> = {
  plural: 'subnets',
  singular: 'subnet',
  items: ({ cloud }) => [...cloud.networking.subnets.values()],
  represent: representSubnet,
}

const ports: NetworkCollection<Port> = {
  plural: 'ports',
  singular: 'port',
  items: ({ cloud }) => cloud.networking.ports.all(),
  represent: representPort,
}

function createPort(call: OperationCall): EmulatorResponse {
  const { cloud, user, body } = call
  const { networking } = cloud
  const fields = unwrap(body, 'port')
  const networkId = uuidText(required(fields, 'network_id', 'port'), 'network_id')
  const network = networking.findNetwork(user.tenant.id, networkId)
  const subnet = network && networking.subnetOf(network.id)
  if (subnet === undefined) throw notFound(`Network ${networkId} could not be found.`)
  const [fixedIp] = fields['fixed_ips'] === undefined ? [] : list(fields['fixed_ips'], 'fixed_ips')
  const requested = fixedIp === undefined ? undefined : object(fixedIp, 'fixed_ips')['ip_address']
  const ip = requested === undefined ? undefined : address(requested, 'ip_address', 4)
  if (ip !== undefined && networking.subnetContaining(user.tenant.id, ip) !== subnet) {
    throw badRequest(`${ip} is not an address of network ${networkId}.`)
  }
  if (ip !== undefined && networking.isTaken(subnet, ip)) throw conflict(`${ip} is in use.`)
  if (!networking.ports.hasFreeAddresses(subnet, 1)) throw conflict(`No address is left in network ${networkId}.`)
  const port = networking.addPort({
    subnet,
    address: ip,
    name: fields['name'] === undefined ? '' : text(fields['name'], 'name'),
    groupIds: readGroupIds(call, fields['security_groups']),
    deviceId: '',
    isTransient: false,
  })
  return created({ port: representPort(call, port) })
}

function readGroupIds({ cloud, user }: OperationCall, value: unknown): readonly string[] {
  const names =
    value === undefined ? ['default'] : list(value, 'security_groups').map((id) => text(id, 'security_groups'))
  return names.map((id) => {
    const [group] = cloud.networking.security.find(user.tenant.id, id)
    if (group === undefined) throw notFound(`Security group ${id} does not exist`)
    return group.id
  })
}

function updatePort(call: OperationCall): EmulatorResponse {
  const fields = unwrap(call.body, 'port')
  const name = fields['name'] === undefined ? undefined : text(fields['name'], 'name', 0, 255)
  const groupIds = fields['security_groups'] === undefined ? undefined : readGroupIds(call, fields['security_groups'])
  const port = findIn(ports, call)
  port.name = name ?? port.name
  port.groupIds = groupIds ?? port.groupIds
  return ok({ port: representPort(call, port) })
}

function deletePort(call: OperationCall): EmulatorResponse {
  call.cloud.networking.removePort(findIn(ports, call))
  return noContent
}

/** The extensions that clients look for before they use them. */
const extensions: readonly JsonObject[] = ['security-group', 'router', 'external-net', 'quotas'].map((alias) => ({
  ...{ alias, name: alias, description: alias, links: [], updated: '2013-01-01T00:00:00Z' },
}))

const collection = '/v2.0/ports'

/** The network service, version 2.0. */
export const networkOperations: readonly Operation[] = [
  ...readOperations(networks),
  ...readOperations(subnets),
  ...readOperations(ports),
  { name: 'network.ports.create', method: 'POST', path: collection, handle: createPort },
  {
    name: 'network.ports.update',
    method: 'PUT',
    path: `${collection}/:id`,
    handle: updatePort,
    differs: 'Only the name and the security groups change.',
  },
  { name: 'network.ports.delete', method: 'DELETE', path: `${collection}/:id`, handle: deletePort },
  ...securityOperations,
  ...floatingIpOperations,
  readOperation('network.extensions', '/v2.0/extensions', () => ({ extensions })),
  readOperation('network.extensions.show', '/v2.0/extensions/:alias', ({ param }) => {
    const extension = extensions.find(({ alias }) => alias === param('alias'))
    if (extension === undefined) throw notFound(`Extension with alias ${param('alias')} does not exist`)
    return { extension }
  }),
  readOperation('network.zones', '/v2.0/availability_zones', ({ cloud }) => ({
    availability_zones: cloud.zones.map((name) => ({ name, resource: 'network', state: 'available' })),
  })),
  readOperation('network.routers.list', '/v2.0/routers', () => ({ routers: [] }), {
    differs: 'There are no routers: floating IPs work without them.',
  }),
  unimplemented('network.networks.update', 'PUT', '/v2.0/networks/:id'),
  unimplemented('network.subnets.update', 'PUT', '/v2.0/subnets/:id'),
  unimplemented('network.routers.create', 'POST', '/v2.0/routers'),
  unimplemented('network.quotas', 'GET', '/v2.0/quotas/:project'),
  unimplemented('network.vpcs', 'GET', '/v2.0/vpcs'),
  unimplemented('network.vpcsubnets', 'GET', '/v2.0/vpcsubnets'),
]

/** Returns the body of the response at the root of the network service. */
export function networkVersions(origin: string): JsonObject {
  const links = [{ rel: 'self', href: `${origin}/network/v2.0/` }]
  return { versions: [{ id: 'v2.0', status: 'CURRENT', links }] }
}

/** Returns the body of the response at the root of its version: the collections. */
export function networkResources(origin: string): JsonObject {
  const names = ['networks', 'subnets', 'ports', 'security-groups', 'security-group-rules', 'floatingips']
  const resource = (collection: string): JsonObject => ({
    ...{ name: collection.slice(0, -1), collection },
    links: [{ rel: 'self', href: `${origin}/network/v2.0/${collection}` }],
  })
  return { resources: names.map(resource) }
}
