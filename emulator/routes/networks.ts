import { badRequest, conflict, notFound } from '../errors.ts'
import type { Call, Operation } from '../operation.ts'
import { created, type JsonObject, noContent, ok, type Reply } from '../reply.ts'
import { representGroup, representNetwork, representPort, representSubnet } from '../representation/network.ts'
import { address, list, object, required, text, uuidText, wrapped } from '../validation/fields.ts'

/** A collection with Neutron's way of filtering: any attribute may be asked for by its exact value. */
function collection<Item extends { id: string; tenantId: string }>(
  plural: string,
  singular: string,
  items: (call: Call) => ReadonlyMap<string, Item>,
  represent: (call: Call, item: Item) => JsonObject,
): Operation[] {
  const own = (call: Call) => [...items(call).values()].filter(({ tenantId }) => tenantId === call.user.tenant.id)
  const path = `/v2.0/${plural}`
  const key = plural.replace('-', '_')
  return [
    {
      name: `network.${plural}.list`,
      method: 'GET',
      path,
      handle: (call) =>
        ok({
          [key]: filterByQuery(
            own(call).map((item) => represent(call, item)),
            call.query,
          ),
        }),
    },
    {
      name: `network.${plural}.show`,
      method: 'GET',
      path: `${path}/:id`,
      handle: (call) => {
        const item = own(call).find(({ id }) => id === call.param('id'))
        if (item === undefined) throw notFound(`There is no ${singular} ${call.param('id')}.`)
        return ok({ [singular.replace(' ', '_')]: represent(call, item) })
      },
    },
  ]
}

function filterByQuery(items: readonly JsonObject[], query: URLSearchParams): readonly JsonObject[] {
  const names = [...new Set(query.keys())]
  const matches = (item: JsonObject, name: string) => {
    const value = item[name]
    return value === undefined || typeof value === 'object' || query.getAll(name).includes(String(value))
  }
  return items.filter((item) => names.every((name) => matches(item, name)))
}

function createPort(call: Call): Reply {
  const { world, user, body } = call
  const fields = wrapped(body, 'port')
  const networkId = uuidText(required(fields, 'network_id', 'port'), 'network_id')
  const network = world.networking.findNetwork(user.tenant.id, networkId)
  const subnet = network && world.networking.subnetOf(network.id)
  if (subnet === undefined) throw notFound(`Network ${networkId} could not be found.`)
  const [fixed] = fields['fixed_ips'] === undefined ? [] : list(fields['fixed_ips'], 'fixed_ips')
  const asked = fixed === undefined ? undefined : object(fixed, 'fixed_ips')['ip_address']
  const wanted = asked === undefined ? undefined : address(asked, 'ip_address', 4)
  if (wanted !== undefined && world.networking.subnetAround(user.tenant.id, wanted) !== subnet) {
    throw badRequest(`${wanted} is not an address of network ${networkId}.`)
  }
  if (wanted !== undefined && world.networking.isTaken(subnet, wanted)) throw conflict(`${wanted} is in use.`)
  if (!world.networking.hasRoom(subnet, 1)) throw conflict(`No address is left in network ${networkId}.`)
  const port = world.networking.addPort({
    subnet,
    address: wanted,
    name: fields['name'] === undefined ? '' : text(fields['name'], 'name'),
    groupIds: readGroupIds(call, fields['security_groups']),
    deviceId: '',
    isTransient: false,
  })
  return created({ port: representPort(call, port) })
}

function readGroupIds({ world, user }: Call, value: unknown): readonly string[] {
  const wanted =
    value === undefined ? ['default'] : list(value, 'security_groups').map((id) => text(id, 'security_groups'))
  return wanted.map((id) => {
    const [group] = world.networking.findGroups(user.tenant.id, id)
    if (group === undefined) throw notFound(`Security group ${id} does not exist`)
    return group.id
  })
}

function deletePort({ world, user, param }: Call): Reply {
  const port = world.networking.ports.get(param('id'))
  if (port === undefined || port.tenantId !== user.tenant.id) throw notFound(`Port ${param('id')} could not be found.`)
  world.networking.ports.delete(port.id)
  return noContent
}

function createGroup(call: Call): Reply {
  const fields = wrapped(call.body, 'security_group')
  const name = text(required(fields, 'name', 'security_group'), 'name', 1, 255)
  const description = fields['description'] === undefined ? '' : text(fields['description'], 'description', 0, 255)
  if (name === 'default') throw conflict('There is a default security group already.')
  const group = call.world.networking.addGroup(call.user.tenant.id, name, description)
  return created({ security_group: representGroup(call, group) })
}

function deleteGroup({ world, user, param }: Call): Reply {
  const group = world.networking.groups.get(param('id'))
  if (group === undefined || group.tenantId !== user.tenant.id) {
    throw notFound(`Security group ${param('id')} does not exist`)
  }
  const isUsed = [...world.networking.ports.values()].some(({ groupIds }) => groupIds.includes(group.id))
  if (isUsed || group.name === 'default') throw conflict(`Security group ${group.id} is in use.`)
  world.networking.groups.delete(group.id)
  return noContent
}

/** The network service, version 2.0: networks and subnets to read, ports and security groups to make as well. */
export const networkOperations: readonly Operation[] = [
  ...collection('networks', 'network', ({ world }) => world.networking.networks, representNetwork),
  ...collection('subnets', 'subnet', ({ world }) => world.networking.subnets, representSubnet),
  ...collection('ports', 'port', ({ world }) => world.networking.ports, representPort),
  ...collection('security-groups', 'security group', ({ world }) => world.networking.groups, representGroup),
  { name: 'network.ports.create', method: 'POST', path: '/v2.0/ports', handle: createPort },
  { name: 'network.ports.delete', method: 'DELETE', path: '/v2.0/ports/:id', handle: deletePort },
  { name: 'network.security-groups.create', method: 'POST', path: '/v2.0/security-groups', handle: createGroup },
  { name: 'network.security-groups.delete', method: 'DELETE', path: '/v2.0/security-groups/:id', handle: deleteGroup },
]

/** What the network service's root answers. */
export function networkVersions(origin: string): JsonObject {
  const links = [{ rel: 'self', href: `${origin}/network/v2.0` }]
  return { versions: [{ id: 'v2.0', status: 'CURRENT', links }] }
}
