import { resolvePointer } from '#contract'
import type { AttributeRule } from './attribute-rule.ts'
import { setText, textAt } from './read-attribute.ts'
import {
  fixedAddresses,
  groupsByDefault,
  hasElement,
  hasSameMacs,
  idInReference,
  includesAll,
  includesEntries,
  nullOrText,
  plainText,
  powerActions,
  requestedGroups,
  requestedMetadata,
  requestsSingleServer,
  showsMetadataChange,
  uuid,
} from './server-values.ts'

const hasNoHost = (server: unknown): boolean => textAt(server, 'status') === 'SHELVED_OFFLOADED'

/** The status at rest that shows the effect of an action. That of a reboot is also the one before it. */
const statusAfter: Readonly<Record<string, string>> = {
  'actOnServer os-stop': 'SHUTOFF',
  'actOnServer os-start': 'ACTIVE',
  'actOnServer shelve': 'SHELVED_OFFLOADED',
  'actOnServer unshelve': 'ACTIVE',
}

/** The attributes of a server that only certain requests change, or none. */
export const serverAttributes: readonly AttributeRule[] = [
  { at: 'created', requirement: 'servers.created-constant', read: (server) => textAt(server, 'created') },
  { at: 'user_id', requirement: 'servers.user-id', read: (server) => textAt(server, 'user_id') },
  { at: 'tenant_id', requirement: 'servers.tenant-id.own', read: (server) => textAt(server, 'tenant_id') },
  {
    at: 'OS-EXT-AZ:availability_zone',
    requirement: 'servers.create.zone',
    // A server without a host may have no zone.
    read: (server) => (hasNoHost(server) ? undefined : textAt(server, 'OS-EXT-AZ:availability_zone')),
    requested: {
      // Nova's `zone:host` names a host, too.
      read: (server) => textAt(server, 'availability_zone')?.replace(/:.*$/s, ''),
      agrees: (requested, shown) => shown === '' || shown === requested,
    },
    changedBy: ['actOnServer unshelve'],
    onlyAtRest: true,
    // A server has no zone until it is scheduled.
    agrees: (earlier) => earlier === '',
  },
  {
    at: 'hostId',
    requirement: 'servers.host-id',
    // A running server has a host. Other statuses are not compared, and it may run on another host later.
    read: (server) =>
      textAt(server, 'status') === 'ACTIVE' ? textAt(server, 'hostId')?.replace(/.+/s, 'a host') : undefined,
    onlyAtRest: true,
    agrees: (earlier) => earlier === '',
  },
  {
    at: 'key_name',
    requirement: 'servers.create.key-name',
    read: (server) => nullOrText(server, 'key_name'),
    requested: { read: (server) => textAt(server, 'key_name') },
  },
  {
    at: 'metadata',
    requirement: 'servers.create.metadata',
    read: requestedMetadata,
    requested: { read: requestedMetadata },
    changedBy: ['setServerMetadata', 'deleteServerMetadata'],
    isEffect: showsMetadataChange,
    // The service may add entries of its own.
    agrees: includesEntries,
  },
  {
    at: 'image/id',
    requirement: 'servers.create.image-used',
    // A server that boots from a volume may show '' from the beginning, whatever its request says.
    read: (server) => textAt(server, 'image/id') ?? textAt(server, 'image'),
    requested: {
      read: (server) => idInReference(server, 'imageRef'),
      agrees: (requested, shown) => shown === '' || shown === requested,
    },
    // Nova unshelves an offloaded server from the image that shelving created, and shows that image until the server is ACTIVE.
    changedBy: ['actOnServer shelve', 'actOnServer unshelve'],
    onlyAtRest: true,
  },
  {
    at: 'name',
    requirement: 'servers.update.renames',
    read: (server) => textAt(server, 'name'),
    requested: {
      // Nova appends a number to the name of each of several servers.
      read: (server) => (requestsSingleServer(server) ? textAt(server, 'name') : undefined),
      requirement: 'servers.create.name-shown',
      agrees: (requested, shown) => requested.trim() === shown,
    },
    changedBy: ['updateServer'],
    isEffect: (name, _, request) => name.trim() === textAt(request, 'server/name')?.trim(),
    effectRequirement: (_, request) => (textAt(request, 'server/name') ? 'servers.update.renames' : undefined),
    isKeptByResize: true,
  },
  {
    at: 'flavor/id',
    requirement: 'servers.resize.changes-flavor',
    read: (server) => textAt(server, 'flavor/id'),
    requested: { read: (server) => idInReference(server, 'flavorRef'), requirement: 'servers.create.flavor-used' },
    changedBy: ['actOnServer resize'],
    isEffect: (flavor, _, request) => flavor === textAt(request, 'resize/flavorRef'),
    onlyAtRest: true,
  },
  {
    at: 'security_groups',
    requirement: 'groups.add.attaches',
    // Nova omits the member for a server without groups.
    read: (server) =>
      resolvePointer(server, 'item/security_groups') === undefined ? '' : setText(server, 'security_groups', 'name'),
    requested: {
      read: requestedGroups,
      requirement: 'servers.create.security-groups',
      agrees: (requested, shown) => shown === '' || includesAll(requested, shown),
    },
    // servers.update.single-attribute requires that an update keeps the groups, so the groups are read again after an update.
    changedBy: ['actOnServer addSecurityGroup', 'actOnServer removeSecurityGroup', 'updateServer'],
    isEffect: (groups, kind, request) => {
      if (kind === 'updateServer') return true
      const isAdded = kind === 'actOnServer addSecurityGroup'
      const action = isAdded ? 'addSecurityGroup' : 'removeSecurityGroup'
      return hasElement(groups, resolvePointer(request, `body/${action}/name`), isAdded)
    },
    effectRequirement: (kind, request) => {
      const isAdded = kind === 'actOnServer addSecurityGroup'
      const name = textAt(request, isAdded ? 'addSecurityGroup/name' : 'removeSecurityGroup/name')
      // Nova also accepts an id, but shows the name.
      if (name === undefined || uuid.test(name)) return undefined
      return isAdded ? 'groups.add.attaches' : 'groups.remove.detaches'
    },
    isKeptByResize: true,
    onlyAtRest: true,
    // The groups of a new server may appear late.
    agrees: (earlier) => earlier === '',
  },
  {
    at: 'security_groups',
    requirement: 'servers.create.default-group',
    read: (server) => setText(server, 'security_groups', 'name'),
    requested: {
      read: groupsByDefault,
      requirement: 'servers.create.default-group',
      agrees: (requested, shown) => shown === '' || shown === requested,
    },
    changedBy: ['actOnServer addSecurityGroup', 'actOnServer removeSecurityGroup'],
    onlyAtRest: true,
    // The row above compares later changes.
    agrees: () => true,
  },
  {
    at: 'os-extended-volumes:volumes_attached',
    requirement: 'servers.volumes-attached.agrees',
    read: (server) => setText(server, 'os-extended-volumes:volumes_attached', 'id'),
    changedBy: ['attachVolume', 'detachVolume'],
    isEffect: (volumes, kind, request) =>
      kind === 'attachVolume'
        ? hasElement(volumes, resolvePointer(request, 'body/volumeAttachment/volumeId'), true)
        : hasElement(volumes, resolvePointer(request, 'body/deleted'), false),
    onlyAtRest: true,
    // The volumes of a new server may appear late, and another client may attach one.
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
    // Tests assert the requirements about the status after other actions.
    isEffect: (status, kind) => status === statusAfter[kind],
    hasKnownEffect: (kind) => kind in statusAfter,
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
    at: 'OS-SRV-USG:launched_at',
    requirement: 'servers.launched-at.set',
    read: (server) => textAt(server, 'OS-SRV-USG:launched_at'),
    // The time does not show whether such an action is over, so nothing is compared after one was accepted.
    changedBy: powerActions.map((action) => `actOnServer ${action}`),
    isEffect: () => false,
    isUncertainUntilEffect: true,
    onlyAtRest: true,
  },
  {
    at: 'OS-SRV-USG:terminated_at',
    requirement: 'servers.terminated-at',
    read: (server) => nullOrText(server, 'OS-SRV-USG:terminated_at'),
    onlyAtRest: true,
  },
  {
    at: 'NHN-EXT-ATTR:protect',
    requirement: 'servers.protect',
    // No documented request sets it.
    read: (server) => plainText(server, 'NHN-EXT-ATTR:protect'),
  },
  {
    at: 'NHN-EXT-ATTR:ephemeral_disk_size',
    requirement: 'servers.ephemeral-disk-size',
    read: (server) => plainText(server, 'NHN-EXT-ATTR:ephemeral_disk_size'),
    changedBy: ['actOnServer resize'],
    onlyAtRest: true,
  },
]
