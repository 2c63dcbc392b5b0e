import { createHash, randomUUID } from 'node:crypto'
import { isObject } from '../proxy-rules.ts'

export type Id = string | number

/** A server as it is stored. Its members are those of the document, with the network as the only object. */
export interface PlainServer {
  readonly id: Id
  readonly created: string
  readonly image: unknown
  readonly keyName: unknown
  readonly zone: unknown
  readonly metadata: unknown
  name: unknown
  flavor: Id
  accessIPv4: unknown
  status: string
  task: string | null
  updated: string
  launchedAt: string | null
  addresses: Readonly<Record<string, readonly object[]>>
  groups: readonly unknown[]
  readonly volumes: unknown[]
}

/** Milliseconds that a change of status takes. */
const transitionMs = 100
/** The same for a new server, long enough for requests that arrive meanwhile. */
const buildMs = 700

const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`

const listOf = (value: unknown): readonly unknown[] => (value === undefined ? [] : [value].flat())

/** Sets another status at once, and the last one a moment later. */
export function passThrough(server: PlainServer, status: string, last: string, atEnd?: () => void): void {
  Object.assign(server, { status, task: 'working', updated: now() })
  const end = () => {
    Object.assign(server, { status: last, task: null, updated: now() })
    atEnd?.()
  }
  setTimeout(end, status === 'BUILDING' ? buildMs : transitionMs).unref()
}

let lastAddress = 1

/** Returns one port for each requested network. */
const portsOf = (networks: unknown): readonly object[] =>
  listOf(networks).map(() => {
    const number = ++lastAddress
    return {
      addr: `192.168.${Math.floor(number / 250)}.${number % 250}`,
      version: 4,
      'OS-EXT-IPS:type': 'fixed',
      'OS-EXT-IPS-MAC:mac_addr': `fa:16:3e:00:00:${(number % 256).toString(16).padStart(2, '0')}`,
    }
  })

export function newServer(id: Id, requested: Readonly<Record<string, unknown>>, flavor: Id): PlainServer {
  const groups = requested['security_groups'] ?? [{ name: 'default' }]
  const server: PlainServer = {
    id,
    created: now(),
    image: requested['imageRef'],
    keyName: requested['key_name'],
    zone: requested['availability_zone'] ?? 'kr-pub-a',
    metadata: requested['metadata'] ?? {},
    name: requested['name'],
    flavor,
    accessIPv4: '',
    status: 'BUILDING',
    task: 'spawning',
    updated: now(),
    launchedAt: null,
    addresses: {},
    groups: listOf(groups).flatMap((group) => (isObject(group) ? [group['name']] : [])),
    volumes: listOf(requested['block_device_mapping_v2']).map(() => randomUUID()),
  }
  passThrough(server, 'BUILDING', 'ACTIVE', () => {
    server.launchedAt = new Date().toISOString().replace('Z', '000')
    server.addresses = { 'Default Network': portsOf(requested['networks']) }
  })
  return server
}

/** Returns links to a resource, as the examples of the document have them. */
export const linksTo = (host: string, tenant: string, path: string): readonly [object, object] => [
  { href: `http://${host}/v2/${tenant}/${path}`, rel: 'self' },
  { href: `http://${host}/${tenant}/${path}`, rel: 'bookmark' },
]

function stateOf({ launchedAt, status }: PlainServer): { readonly power: number; readonly vm: string } {
  if (launchedAt === null) return { power: 0, vm: 'building' }
  return status === 'SHUTOFF' ? { power: 4, vm: 'stopped' } : { power: 1, vm: 'active' }
}

export function showServer(server: PlainServer, host: string, tenant: string): object {
  const { power, vm } = stateOf(server)
  const bookmark = (path: string) => [linksTo(host, tenant, path)[1]]
  return {
    id: server.id,
    name: server.name,
    status: server.status,
    created: server.created,
    updated: server.updated,
    links: linksTo(host, tenant, `servers/${server.id}`),
    image: { id: server.image, links: bookmark(`images/${String(server.image)}`) },
    flavor: { id: server.flavor, links: bookmark(`flavors/${server.flavor}`) },
    addresses: server.addresses,
    metadata: server.metadata,
    key_name: server.keyName,
    security_groups: server.groups.map((name) => ({ name })),
    tenant_id: tenant,
    user_id: 'somebody',
    hostId: createHash('sha224').update('host').digest('hex'),
    accessIPv4: server.accessIPv4,
    accessIPv6: '',
    progress: 0,
    config_drive: '',
    'OS-DCF:diskConfig': 'MANUAL',
    'OS-EXT-AZ:availability_zone': server.zone,
    'OS-EXT-STS:power_state': power,
    'OS-EXT-STS:task_state': server.task,
    'OS-EXT-STS:vm_state': vm,
    'OS-SRV-USG:launched_at': server.launchedAt,
    'OS-SRV-USG:terminated_at': null,
    'os-extended-volumes:volumes_attached': server.volumes.map((id) => ({ id })),
  }
}

/** Returns the servers that a query asks for, newest first. What it does not know of the query, it ignores. */
export function selectServers(servers: readonly PlainServer[], query: URLSearchParams): readonly PlainServer[] {
  const [name, status, flavor, image] = ['name', 'status', 'flavor', 'image'].map((key) => query.get(key))
  const [since, marker, limit] = ['changes-since', 'marker', 'limit'].map((key) => query.get(key))
  const found = servers
    .toReversed()
    .filter((server) => !name || new RegExp(name).test(String(server.name)))
    .filter((server) => !status || server.status === status)
    .filter((server) => !flavor || String(server.flavor) === flavor)
    .filter((server) => !image || server.image === image)
    .filter(({ updated }) => !since || Date.parse(updated) >= Date.parse(since) || Number.isNaN(Date.parse(since)))
  const after = marker ? found.slice(found.findIndex(({ id }) => String(id) === marker) + 1) : found
  return limit ? after.slice(0, Number(limit)) : after
}
