/** The network service: one network of the tenant beside one outside, ports and security groups. */
import { isObject, member, objectIn, type Route, refuse, textIn } from './http.ts'
import { network, newId, outside, type Port, type Store, tenant } from './store.ts'

const freeAddress = ({ ports }: Store): string => {
  const used = new Set([...ports.values()].map(({ address }) => address))
  const last = Array.from({ length: 200 }, (_, index) => index + 20).find((each) => !used.has(network.prefix + each))
  return last === undefined ? refuse(409, 'There is no free address') : network.prefix + last
}

const makePort = (
  store: Store,
  isOwned: boolean,
  groups: readonly string[],
  name = '',
  address = freeAddress(store),
) => {
  const id = newId()
  const mac = `FA:16:3E:${id.slice(-6).replace(/(..)(..)/, '$1:$2:')}`.toUpperCase()
  const port: Port = { id, name, mac, address, isOwned, groups, server: undefined }
  store.ports.set(id, port)
  return port
}

const entryOf = (entry: unknown): readonly [kind: string, value: unknown] => {
  const [first, ...others] = isObject(entry) ? Object.entries(entry) : []
  return first === undefined || others.length > 0 ? refuse(400, 'A network is named in one way') : first
}

/** Refuses networks that cannot be used. */
export const portsFor = (store: Store, networks: readonly unknown[]): void => {
  if (networks.length === 0) refuse(400, 'networks is missing')
  for (const [kind, value] of networks.map(entryOf)) {
    if (kind === 'uuid' && value === network.id) continue
    if (kind === 'subnet' && value === network.subnet) continue
    if (kind === 'fixed_ip' && String(value).startsWith(network.prefix)) {
      if ([...store.ports.values()].some(({ address }) => address === value)) refuse(409, 'The address is taken')
      continue
    }
    const port = kind === 'port' ? store.ports.get(String(value)) : undefined
    if (port === undefined) refuse(404, `No such ${kind}`)
    else if (port.server !== undefined) refuse(409, 'The port is in use')
  }
}

/** Creates the port of a new instance: an existing one keeps its security groups. */
export const newPort = (store: Store, entry: unknown, server: string, groups: readonly string[]): Port => {
  const [kind, value] = entryOf(entry)
  const existing = kind === 'port' ? store.ports.get(String(value)) : undefined
  const port = existing ?? makePort(store, true, groups, '', kind === 'fixed_ip' ? String(value) : undefined)
  port.server = server
  return port
}

export function networkRoutes(root: string, store: Store): readonly Route[] {
  const idsOf = (names: readonly string[]) =>
    [...store.securityGroups].filter(([, name]) => names.includes(name)).map(([id]) => id)
  const describePort = (port: Port) => ({
    id: port.id,
    name: port.name,
    status: port.server === undefined ? 'DOWN' : 'ACTIVE',
    network_id: network.id,
    tenant_id: tenant,
    device_id: port.server ?? '',
    mac_address: port.mac.toLowerCase(),
    fixed_ips: [{ subnet_id: network.subnet, ip_address: port.address }],
    security_groups: idsOf(port.groups),
  })
  const describeGroup = ([id, name]: readonly [string, string]) => ({
    id,
    name,
    tenant_id: tenant,
    security_group_rules: [],
  })
  const list = (key: string, items: () => readonly unknown[]): Route => [
    'GET',
    `${root}/${key}`,
    ({ query }) => ({
      status: 200,
      body: {
        [key.replaceAll('-', '_')]: items().filter((item) =>
          [...query].every(([name, value]) => name === 'limit' || String(member(item, name)) === value),
        ),
      },
    }),
  ]
  const common = { status: 'ACTIVE', admin_state_up: true }
  const networks = [
    {
      ...common,
      id: outside.id,
      name: outside.name,
      subnets: [outside.subnet],
      'router:external': true,
      shared: true,
      tenant_id: '',
    },
    {
      ...common,
      id: network.id,
      name: network.name,
      subnets: [network.subnet],
      'router:external': false,
      shared: false,
      tenant_id: tenant,
    },
  ]
  return [
    list('networks', () => networks),
    [
      'GET',
      `${root}/networks/{}`,
      ({ params: [id] }) => ({
        status: 200,
        body: { network: networks.find((each) => each.id === id) ?? refuse(404, 'No such network') },
      }),
    ],
    list('subnets', () => [
      { id: outside.subnet, network_id: outside.id, name: '', cidr: '203.0.113.0/24', ip_version: 4, tenant_id: '' },
      {
        id: network.subnet,
        network_id: network.id,
        name: 'a',
        cidr: `${network.prefix}0/24`,
        ip_version: 4,
        tenant_id: tenant,
      },
    ]),
    list('ports', () => [...store.ports.values()].map(describePort)),
    list('security-groups', () => [...store.securityGroups].map(describeGroup)),
    [
      'GET',
      `${root}/ports/{}`,
      ({ params: [id = ''] }) => ({
        status: 200,
        body: { port: describePort(store.ports.get(id) ?? refuse(404, 'No such port')) },
      }),
    ],
    [
      'POST',
      `${root}/ports`,
      ({ body }) => {
        const wanted = objectIn(body, 'port')
        if (textIn(wanted, 'network_id') !== network.id) return refuse(404, 'No such network')
        const name = member(wanted, 'name')
        const port = makePort(store, false, ['default'], typeof name === 'string' ? name : '')
        return { status: 201, body: { port: describePort(port) } }
      },
    ],
    [
      'DELETE',
      `${root}/ports/{}`,
      ({ params: [id = ''] }) => {
        const port = store.ports.get(id) ?? refuse(404, 'No such port')
        if (port.server !== undefined) return refuse(409, 'The port is in use')
        store.ports.delete(id)
        return { status: 204 }
      },
    ],
    [
      'POST',
      `${root}/security-groups`,
      ({ body }) => {
        const group = [newId(), textIn(objectIn(body, 'security_group'), 'name')] as const
        store.securityGroups.set(...group)
        return { status: 201, body: { security_group: describeGroup(group) } }
      },
    ],
    [
      'DELETE',
      `${root}/security-groups/{}`,
      ({ params: [id = ''] }) => ({ status: store.securityGroups.delete(id) ? 204 : 404 }),
    ],
  ]
}
