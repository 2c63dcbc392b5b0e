import { isObject, resolvePointer } from '#contract'
import { objectText, setText, textAt } from './read-attribute.ts'

/** Statuses in which all attributes of a server are set. In Nova an offloaded server keeps all of them but those of its host. */
const restStatuses = new Set(['ACTIVE', 'SHUTOFF', 'SHELVED_OFFLOADED'])

/** Tells whether a server is in such a status, without a task. */
export const isAtRest = (server: unknown): boolean =>
  restStatuses.has(textAt(server, 'status') ?? '') && resolvePointer(server, 'item/OS-EXT-STS:task_state') === null

/** An address of a port of a server. */
export interface FixedAddress {
  readonly network: string
  readonly ip: string
  readonly mac: string | undefined
}

/** Returns the addresses of a server that are not floating. */
export function fixedAddresses(server: unknown): readonly FixedAddress[] {
  const networks = resolvePointer(server, 'item/addresses')
  if (typeof networks !== 'object' || networks === null) return []
  return Object.entries(networks).flatMap(([network, addresses]: [string, unknown]) =>
    (Array.isArray(addresses) ? addresses : []).flatMap((address: unknown) => {
      const ip = textAt(address, 'addr')
      const mac = textAt(address, 'OS-EXT-IPS-MAC:mac_addr')
      return ip === undefined || textAt(address, 'OS-EXT-IPS:type') === 'floating' ? [] : [{ network, ip, mac }]
    }),
  )
}

const elementsOf = (set: string): readonly string[] => (set === '' ? [] : set.split(', '))

/** Tells whether a set has an added element, or lacks a removed one. */
export const hasElement = (set: string, element: unknown, isAdded: boolean): boolean =>
  typeof element === 'string' && elementsOf(set).includes(element) === isAdded

/** Tells whether a later set has all elements of an earlier one. */
export const includesAll = (earlier: string, later: string): boolean => {
  const shown = elementsOf(later)
  return elementsOf(earlier).every((one) => shown.includes(one))
}

/** Tells whether an object, as JSON, has all entries of an earlier one. */
export function includesEntries(earlier: string, later: string): boolean {
  const shown = new Map(Object.entries(JSON.parse(later)))
  return Object.entries(JSON.parse(earlier)).every(([key, value]) => shown.get(key) === value)
}

/** Returns the entries, as JSON, that an object has in common with another one. */
export function commonEntries(one: string, other: string): string {
  const others = new Map(Object.entries(JSON.parse(other)))
  return JSON.stringify(
    Object.fromEntries(Object.entries(JSON.parse(one)).filter(([key, value]) => others.get(key) === value)),
  )
}

/** Tells whether the addresses that both of two objects contain, as JSON of address → MAC address, have the same MAC addresses. */
export function hasSameMacs(earlier: string, later: string): boolean {
  const shown = new Map<string, unknown>(Object.entries(JSON.parse(later)))
  return Object.entries(JSON.parse(earlier)).every(([address, mac]) => {
    const other = shown.get(address)
    return other === undefined || String(other).toLowerCase() === String(mac).toLowerCase()
  })
}

/** Matches the ids that Nova and Neutron assign. */
export const uuid = /^[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}$/i

/** Returns the id in a reference such as `imageRef`, which is an id or a URL that ends with one. */
export const idInReference = (server: unknown, key: string): string | undefined =>
  textAt(server, key)?.split('/').at(-1) || undefined

/** Tells whether a create request asks for a single server. */
export function requestsSingleServer(server: unknown): boolean {
  const count = resolvePointer(server, 'item/max_count') ?? resolvePointer(server, 'item/min_count') ?? 1
  return Number(count) === 1
}

/** Tells whether a create request may attach an existing port. */
function mayAttachPort(server: unknown): boolean {
  const networks = resolvePointer(server, 'item/networks')
  return !Array.isArray(networks) || networks.some((network: unknown) => textAt(network, 'port') !== undefined)
}

/**
 * Returns the security groups that a create request names, without `default`, which `servers.create.default-group` covers. Undefined
 * where an existing port is attached, because it keeps its own groups, or where a group is given by id.
 */
export function requestedGroups(server: unknown): string | undefined {
  const names = elementsOf(setText(server, 'security_groups', 'name') ?? '')
  const others = names.filter((name) => name !== 'default')
  return mayAttachPort(server) || names.some((name) => uuid.test(name)) ? undefined : others.join(', ') || undefined
}

/** Returns the group of a server whose create request names none; undefined where an existing port is attached, which keeps its groups. */
export function groupsByDefault(server: unknown): string | undefined {
  return mayAttachPort(server) || resolvePointer(server, 'item/security_groups') !== undefined ? undefined : 'default'
}

/** The keys that the service itself sets, in the example of section 서버 보기. */
const serviceKeys = new Set([
  ...['os_distro', 'os_version', 'os_type', 'os_architecture', 'hypervisor_type', 'image_name', 'description'],
  ...['volume_size', 'login_username', 'monitoring_agent', 'tc_env'],
])

/** Tells whether the service may set, change and remove the metadata with this key. */
export const isServiceKey = (key: string): boolean => serviceKeys.has(key)

/** Returns the metadata of a server as JSON, without those of the service; undefined if they are no object of strings. */
export function requestedMetadata(server: unknown): string | undefined {
  const metadata = resolvePointer(server, 'item/metadata')
  if (!isObject(metadata)) return undefined
  const own = Object.entries(metadata).filter(([key]) => !isServiceKey(key))
  return objectText({ metadata: Object.fromEntries(own) }, 'metadata')
}

/** Tells whether metadata, as JSON, contain the pairs that a request set, or lack the key that it deleted. */
export function showsMetadataChange(metadata: string, _: string, request: unknown): boolean {
  const shown = new Map<string, unknown>(Object.entries(JSON.parse(metadata)))
  const deleted = textAt(request, 'deleted')
  if (deleted !== undefined) return !shown.has(deleted)
  const meta = resolvePointer(request, 'item/meta')
  const pairs: [string, unknown][] = typeof meta === 'object' && meta !== null ? Object.entries(meta) : []
  return pairs.length > 0 && pairs.every(([key, value]) => shown.get(key) === value)
}

/** Returns the string at a pointer, or `'null'` for null. */
export const nullOrText = (server: unknown, pointer: string): string | undefined =>
  resolvePointer(server, `item/${pointer}`) === null ? 'null' : textAt(server, pointer)

/** Returns the number or boolean at a pointer as a string. */
export function plainText(server: unknown, pointer: string): string | undefined {
  const value = resolvePointer(server, `item/${pointer}`)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** The actions that may change the status of a server. */
export const powerActions = [
  ...['os-start', 'os-stop', 'reboot', 'resize', 'revertResize', 'rebuild', 'rescue', 'unrescue'],
  ...['pause', 'unpause', 'suspend', 'resume', 'shelve', 'shelveOffload', 'unshelve', 'os-resetState', 'migrate'],
]
