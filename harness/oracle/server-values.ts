import { resolvePointer } from '#contract'
import { setText, textAt } from './read-attribute.ts'

/** An address of a port of a server. */
export interface FixedAddress {
  readonly network: string
  readonly ip: string
  readonly mac: string | undefined
}

/** The addresses of a server that are not floating. */
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

/** Whether a set has an element, or for a removal does not have it. */
export const hasElement = (set: string, element: unknown, isAdded: boolean): boolean =>
  typeof element === 'string' && elementsOf(set).includes(element) === isAdded

export const includesAll = (earlier: string, later: string): boolean => {
  const shown = elementsOf(later)
  return elementsOf(earlier).every((one) => shown.includes(one))
}

/** Whether an object, as JSON, has all entries of an earlier one. */
export function includesEntries(earlier: string, later: string): boolean {
  const shown = new Map(Object.entries(JSON.parse(later)))
  return Object.entries(JSON.parse(earlier)).every(([key, value]) => shown.get(key) === value)
}

/** Whether addresses that both responses show, as JSON of address → MAC address, have the same MAC addresses. */
export function hasSameMacs(earlier: string, later: string): boolean {
  const shown = new Map<string, unknown>(Object.entries(JSON.parse(later)))
  return Object.entries(JSON.parse(earlier)).every(([address, mac]) => {
    const other = shown.get(address)
    return other === undefined || String(other).toLowerCase() === String(mac).toLowerCase()
  })
}

/** An id as Nova and Neutron give them. */
export const uuid = /^[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}$/i

/** The id that a create request refers to, by itself or at the end of a link. */
export const idIn = (server: unknown, key: string): string | undefined =>
  textAt(server, key)?.split('/').at(-1) || undefined

/** Whether a create request asks for one server. */
export function requestsOne(server: unknown): boolean {
  const count = resolvePointer(server, 'item/max_count') ?? resolvePointer(server, 'item/min_count') ?? 1
  return Number(count) === 1
}

/** Whether a create request may bring along a port. */
function mayHavePort(server: unknown): boolean {
  const networks = resolvePointer(server, 'item/networks')
  return !Array.isArray(networks) || networks.some((network: unknown) => textAt(network, 'port') !== undefined)
}

/**
 * The groups that a create request gives by name, without `default`, of which there is another requirement. The groups of a port that
 * it brings along are that port's own.
 */
export function requestedGroups(server: unknown): string | undefined {
  const names = elementsOf(setText(server, 'security_groups', 'name') ?? '')
  const others = names.filter((name) => name !== 'default')
  return mayHavePort(server) || names.some((name) => uuid.test(name)) ? undefined : others.join(', ') || undefined
}

/** The groups of a server whose create request names none. A port that it brings along has groups of its own. */
export function groupsByDefault(server: unknown): string | undefined {
  return mayHavePort(server) || resolvePointer(server, 'item/security_groups') !== undefined ? undefined : 'default'
}

/** Whether metadata, as JSON, have a pair that was set, or lack a key that was deleted. */
export function showsMetadataChange(metadata: string, _: string, request: unknown): boolean {
  const shown = new Map<string, unknown>(Object.entries(JSON.parse(metadata)))
  const deleted = textAt(request, 'deleted')
  if (deleted !== undefined) return !shown.has(deleted)
  const meta = resolvePointer(request, 'item/meta')
  const pairs: [string, unknown][] = typeof meta === 'object' && meta !== null ? Object.entries(meta) : []
  return pairs.length > 0 && pairs.every(([key, value]) => shown.get(key) === value)
}

/** The text at a pointer, or `null` for null. */
export const nullOrText = (server: unknown, pointer: string): string | undefined =>
  resolvePointer(server, `item/${pointer}`) === null ? 'null' : textAt(server, pointer)

/** A number, true or false at a pointer, as text. */
export function plainText(server: unknown, pointer: string): string | undefined {
  const value = resolvePointer(server, `item/${pointer}`)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** Actions that may end in another status than they began in. */
export const powerActions = [
  ...['os-start', 'os-stop', 'reboot', 'resize', 'revertResize', 'rebuild', 'rescue', 'unrescue'],
  ...['pause', 'unpause', 'suspend', 'resume', 'shelve', 'shelveOffload', 'unshelve', 'os-resetState', 'migrate'],
]
