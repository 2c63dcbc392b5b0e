import { representNetwork, representPort, representSubnet } from '../../serializers/network.ts'
import { badRequest, conflict, notFound } from '../../server/errors.ts'
import { created, type EmulatorResponse, type JsonObject, noContent, ok } from '../../server/response.ts'
import type { Network, Subnet } from '../../state/networks.ts'
import type { Port } from '../../state/ports.ts'
import { address, list, object, required, text, uuidText, wrapped } from '../../validation/fields.ts'
import { floatingIpOperations } from '../compute/proxies/floating-ips.ts'
import { absent, type Call, type Operation, reading } from '../operation.ts'
import { type Collection, findIn, readingsOf } from './collection.ts'
import { securityOperations } from './security-groups.ts'

export const networks: Collection<Network> = {
  plural: 'networks',
  singular: 'network',
  items: ({ cloud }) => [...cloud.networking.networks.values()],
  represent: representNetwork,
  isShared: ({ isExternal }) => isExternal,
}

export const subnets: Collection<Subnet> = {
  plural: 'subnets',
  singular: 'subnet',
  items: ({ cloud }) => [...cloud.networking.subnets.values()],
  represent: representSubnet,
}

const ports: Collection<Port> = {
  plural: 'ports',
  singular: 'port',
  items: ({ cloud }) => cloud.networking.ports.all(),
  represent: representPort,
}

function createPort(call: Call): EmulatorResponse {
  const { cloud, user, body } = call
  const { networking } = cloud
  const fields = wrapped(body, 'port')
  const networkId = uuidText(required(fields, 'network_id', 'port'), 'network_id')
  const network = networking.findNetwork(user.tenant.id, networkId)
  const subnet = network && networking.subnetOf(network.id)
  if (subnet === undefined) throw notFound(`Network ${networkId} could not be found.`)
  const [fixed] = fields['fixed_ips'] === undefined ? [] : list(fields['fixed_ips'], 'fixed_ips')
  const asked = fixed === undefined ? undefined : object(fixed, 'fixed_ips')['ip_address']
  const wanted = asked === undefined ? undefined : address(asked, 'ip_address', 4)
  if (wanted !== undefined && networking.subnetContaining(user.tenant.id, wanted) !== subnet) {
    throw badRequest(`${wanted} is not an address of network ${networkId}.`)
  }
  if (wanted !== undefined && networking.isTaken(subnet, wanted)) throw conflict(`${wanted} is in use.`)
  if (!networking.ports.hasFreeAddresses(subnet, 1)) throw conflict(`No address is left in network ${networkId}.`)
  const port = networking.addPort({
    subnet,
    address: wanted,
    name: fields['name'] === undefined ? '' : text(fields['name'], 'name'),
    groupIds: readGroupIds(call, fields['security_groups']),
    deviceId: '',
    isTransient: false,
  })
  return created({ port: representPort(call, port) })
}

function readGroupIds({ cloud, user }: Call, value: unknown): readonly string[] {
  const wanted =
    value === undefined ? ['default'] : list(value, 'security_groups').map((id) => text(id, 'security_groups'))
  return wanted.map((id) => {
    const [group] = cloud.networking.security.find(user.tenant.id, id)
    if (group === undefined) throw notFound(`Security group ${id} does not exist`)
    return group.id
  })
}

function updatePort(call: Call): EmulatorResponse {
  const fields = wrapped(call.body, 'port')
  const name = fields['name'] === undefined ? undefined : text(fields['name'], 'name', 0, 255)
  const groupIds = fields['security_groups'] === undefined ? undefined : readGroupIds(call, fields['security_groups'])
  const port = findIn(ports, call)
  port.name = name ?? port.name
  port.groupIds = groupIds ?? port.groupIds
  return ok({ port: representPort(call, port) })
}

function deletePort(call: Call): EmulatorResponse {
  call.cloud.networking.removePort(findIn(ports, call))
  return noContent
}

/** Answers so that a client looking for an extension finds the ones that are served. */
const extensions: readonly JsonObject[] = ['security-group', 'router', 'external-net', 'quotas'].map((alias) => ({
  ...{ alias, name: alias, description: alias, links: [], updated: '2013-01-01T00:00:00Z' },
}))

const collection = '/v2.0/ports'

/** The network service, version 2.0: networks and subnets to read, the rest to make as well. */
export const networkOperations: readonly Operation[] = [
  ...readingsOf(networks),
  ...readingsOf(subnets),
  ...readingsOf(ports),
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
  reading('network.extensions', '/v2.0/extensions', () => ({ extensions })),
  reading('network.extensions.show', '/v2.0/extensions/:alias', ({ param }) => {
    const found = extensions.find(({ alias }) => alias === param('alias'))
    if (found === undefined) throw notFound(`Extension with alias ${param('alias')} does not exist`)
    return { extension: found }
  }),
  reading('network.zones', '/v2.0/availability_zones', ({ cloud }) => ({
    availability_zones: cloud.zones.map((name) => ({ name, resource: 'network', state: 'available' })),
  })),
  reading('network.routers.list', '/v2.0/routers', () => ({ routers: [] }), {
    differs: 'There is no router: floating addresses need none here.',
  }),
  absent('network.networks.update', 'PUT', '/v2.0/networks/:id'),
  absent('network.subnets.update', 'PUT', '/v2.0/subnets/:id'),
  absent('network.routers.create', 'POST', '/v2.0/routers'),
  absent('network.quotas', 'GET', '/v2.0/quotas/:project'),
  absent('network.vpcs', 'GET', '/v2.0/vpcs'),
  absent('network.vpcsubnets', 'GET', '/v2.0/vpcsubnets'),
]

/** What the network service's root answers. */
export function networkVersions(origin: string): JsonObject {
  const links = [{ rel: 'self', href: `${origin}/network/v2.0/` }]
  return { versions: [{ id: 'v2.0', status: 'CURRENT', links }] }
}

/** What its version answers: the collections that there are. */
export function networkResources(origin: string): JsonObject {
  const names = ['networks', 'subnets', 'ports', 'security-groups', 'security-group-rules', 'floatingips']
  const resource = (collection: string): JsonObject => ({
    ...{ name: collection.slice(0, -1), collection },
    links: [{ rel: 'self', href: `${origin}/network/v2.0/${collection}` }],
  })
  return { resources: names.map(resource) }
}
