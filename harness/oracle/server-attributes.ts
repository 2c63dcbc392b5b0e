import { resolvePointer } from '#contract'
import type { AttributeRule } from './attribute-memory.ts'
import { objectText, setText, textAt } from './read-attribute.ts'

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
const hasElement = (set: string, element: unknown, isAdded: boolean): boolean =>
  typeof element === 'string' && elementsOf(set).includes(element) === isAdded

const includesAll = (earlier: string, later: string): boolean => {
  const shown = elementsOf(later)
  return elementsOf(earlier).every((one) => shown.includes(one))
}

/** Whether an object, as JSON, has all entries of an earlier one. */
function includesEntries(earlier: string, later: string): boolean {
  const shown = new Map(Object.entries(JSON.parse(later)))
  return Object.entries(JSON.parse(earlier)).every(([key, value]) => shown.get(key) === value)
}

/** Whether addresses that both responses show, as JSON of address → MAC address, have the same MAC addresses. */
function hasSameMacs(earlier: string, later: string): boolean {
  const shown = new Map<string, unknown>(Object.entries(JSON.parse(later)))
  return Object.entries(JSON.parse(earlier)).every(([address, mac]) => {
    const other = shown.get(address)
    return other === undefined || String(other).toLowerCase() === String(mac).toLowerCase()
  })
}

/** Actions that may end in another status than they began in. */
const powerActions = [
  ...['os-start', 'os-stop', 'reboot', 'resize', 'revertResize', 'rebuild', 'rescue', 'unrescue'],
  ...['pause', 'unpause', 'suspend', 'resume', 'shelve', 'shelveOffload', 'unshelve', 'os-resetState', 'migrate'],
]

const nullOrText = (server: unknown, pointer: string): string | undefined =>
  resolvePointer(server, `item/${pointer}`) === null ? 'null' : textAt(server, pointer)

/** The attributes of a server that only certain requests change. */
export const serverAttributes: readonly AttributeRule[] = [
  { at: 'created', requirement: 'servers.created-constant', read: (server) => textAt(server, 'created') },
  { at: 'user_id', requirement: 'servers.user-id', read: (server) => textAt(server, 'user_id') },
  { at: 'tenant_id', requirement: 'servers.tenant-id.own', read: (server) => textAt(server, 'tenant_id') },
  {
    at: 'OS-EXT-AZ:availability_zone',
    requirement: 'servers.create.zone',
    read: (server) => textAt(server, 'OS-EXT-AZ:availability_zone'),
    changedBy: ['actOnServer unshelve'],
    onlyAtRest: true,
    // A server has none until it is scheduled.
    agrees: (earlier) => earlier === '',
  },
  {
    at: 'key_name',
    requirement: 'servers.create.key-name',
    read: (server) => nullOrText(server, 'key_name'),
    requested: (server) => textAt(server, 'key_name'),
  },
  {
    at: 'metadata',
    requirement: 'servers.create.metadata',
    read: (server) => objectText(server, 'metadata'),
    requested: (server) => objectText(server, 'metadata'),
    changedBy: ['setServerMetadata', 'deleteServerMetadata'],
    // The service may add entries of its own.
    agrees: includesEntries,
  },
  {
    at: 'image/id',
    requirement: 'servers.create.image-used',
    read: (server) => textAt(server, 'image/id'),
    // Nova restores a server that was offloaded from the image that shelving made.
    changedBy: ['actOnServer shelve', 'actOnServer unshelve'],
  },
  {
    at: 'name',
    requirement: 'servers.update.renames',
    read: (server) => textAt(server, 'name'),
    changedBy: ['updateServer'],
    isEffect: (name, _, request) => name === textAt(request, 'server/name'),
    blamesResize: true,
  },
  {
    at: 'flavor/id',
    requirement: 'servers.resize.changes-flavor',
    read: (server) => textAt(server, 'flavor/id'),
    changedBy: ['actOnServer resize'],
    isEffect: (flavor, _, request) => flavor === textAt(request, 'resize/flavorRef'),
    onlyAtRest: true,
  },
  {
    at: 'security_groups',
    requirement: 'groups.add.attaches',
    // Nova leaves them out of a server without any.
    read: (server) =>
      resolvePointer(server, 'item/security_groups') === undefined ? '' : setText(server, 'security_groups', 'name'),
    // That an update keeps the groups is another requirement.
    changedBy: ['actOnServer addSecurityGroup', 'actOnServer removeSecurityGroup', 'updateServer'],
    isEffect: (groups, kind, request) =>
      kind === 'actOnServer addSecurityGroup'
        ? hasElement(groups, resolvePointer(request, 'body/addSecurityGroup/name'), true)
        : kind !== 'updateServer' &&
          hasElement(groups, resolvePointer(request, 'body/removeSecurityGroup/name'), false),
    blamesResize: true,
    onlyAtRest: true,
    // Those of a new server may appear late.
    agrees: (earlier) => earlier === '',
  },
  {
    at: 'os-extended-volumes:volumes_attached',
    requirement: 'servers.volumes-attached.agrees',
    read: (server) => setText(server, 'os-extended-volumes:volumes_attached', 'id'),
    changedBy: ['attachVolume', 'detachVolume'],
    onlyAtRest: true,
    // Those of a new server may appear late, and another client may attach one.
    agrees: includesAll,
  },
  {
    at: 'addresses',
    requirement: 'servers.addresses.per-port',
    read: (server) =>
      fixedAddresses(server)
        .map(({ network, ip }) => `${network} ${ip}`)
        .sort()
        .join(', '),
    onlyAtRest: true,
    // Addresses appear one after the other, and another client may add a port.
    agrees: includesAll,
  },
  {
    at: 'addresses',
    requirement: 'servers.addresses.mac',
    read: (server) =>
      JSON.stringify(
        Object.fromEntries(fixedAddresses(server).map(({ network, ip, mac }) => [`${network} ${ip}`, mac])),
      ),
    onlyAtRest: true,
    agrees: hasSameMacs,
  },
  {
    at: 'accessIPv4',
    requirement: 'servers.update.access-ipv4',
    read: (server) => textAt(server, 'accessIPv4'),
    changedBy: ['updateServer'],
    isEffect: (address, _, request) => address === textAt(request, 'server/accessIPv4'),
  },
  {
    at: 'status',
    requirement: 'servers.state.legal-transitions',
    read: (server) => textAt(server, 'status'),
    changedBy: powerActions.map((action) => `actOnServer ${action}`),
    // That other actions end in the right status has requirements of its own.
    isEffect: (status, kind) =>
      (kind === 'actOnServer os-stop' && status === 'SHUTOFF') ||
      (kind === 'actOnServer os-start' && status === 'ACTIVE'),
    onlyAtRest: true,
    isUncertainUntilEffect: true,
  },
  {
    at: 'OS-SRV-USG:launched_at',
    requirement: 'servers.launched-at.set',
    read: (server) => nullOrText(server, 'OS-SRV-USG:launched_at'),
    onlyAtRest: true,
    // A resize counts as another launch.
    agrees: (earlier, later) => earlier === 'null' || later !== 'null',
  },
  {
    at: 'OS-SRV-USG:terminated_at',
    requirement: 'servers.terminated-at',
    read: (server) => nullOrText(server, 'OS-SRV-USG:terminated_at'),
    onlyAtRest: true,
  },
]
