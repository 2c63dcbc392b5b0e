import { addressesOf } from '../../serializers/server.ts'
import type { CloudState } from '../../state/cloud-state.ts'
import type { Server } from '../../state/servers.ts'
import { defineFault } from '../define-fault.ts'
import { asciiOnly, changed, type Edit, fixed, replaceWith, without } from '../edits.ts'
import { mutateServer, mutateServerReads } from '../mutators.ts'
import { nonexistentId } from '../responses.ts'

/** Tells whether an action has ever been requested for a server. */
const hasHistoryOf =
  (action: string) =>
  (_cloud: CloudState, { history }: Server): boolean =>
    history.some((entry) => entry.action === action)

const changedMembers = (change: (key: string, value: unknown) => readonly [string, string]): Edit => {
  return (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => change(key, value)))
}

/** Wrong values in the nested objects of the full representation: addresses, groups, image, flavor, volumes, metadata. */
export const serverNestedFieldFaults = [
  defineFault(
    'server-security-groups-as-text',
    'servers.security-groups',
    'The security groups are a string.',
    mutateServer(fixed('security_groups', 'default')),
  ),
  defineFault(
    'server-group-name-missing',
    'servers.security-groups.name',
    'Security groups have no name.',
    mutateServer(without('name'), 'security_groups.*'),
  ),
  defineFault(
    'server-addresses-as-list',
    'servers.addresses',
    'The addresses are an array.',
    mutateServer(fixed('addresses', [])),
  ),
  defineFault(
    'server-addresses-nested',
    'servers.addresses.by-network',
    'The addresses of a network are in an object instead of an array.',
    mutateServerReads(
      (addresses) => Object.fromEntries(Object.entries(addresses).map(([name, list]) => [name, { list }])),
      'addresses',
    ),
  ),
  defineFault(
    'server-addresses-empty',
    'servers.addresses.per-port',
    'Servers never have an address.',
    mutateServer(fixed('addresses', {})),
  ),
  defineFault(
    'server-addresses-repeated',
    'servers.addresses.per-port',
    'Every address is shown twice.',
    mutateServer((addresses) => {
      const twice = Object.entries(addresses).map(([name, list]) => [
        name,
        Array.isArray(list) ? [...list, ...list] : list,
      ])
      return Object.fromEntries(twice)
    }, 'addresses'),
  ),
  defineFault(
    'start-loses-addresses',
    'servers.addresses.per-port',
    'After a start, a server has no addresses.',
    addressesOf.overrideWhen(hasHistoryOf('start'), () => ({})),
  ),
  defineFault(
    'resize-loses-addresses',
    'servers.addresses.per-port',
    'After a resize, a server has no addresses.',
    addressesOf.overrideWhen(hasHistoryOf('resize'), () => ({})),
  ),
  defineFault(
    'server-mac-missing',
    'servers.addresses.mac',
    'Addresses have no MAC address.',
    mutateServer(without('OS-EXT-IPS-MAC:mac_addr'), 'addresses.*.*'),
  ),
  defineFault(
    'server-address-version-as-text',
    'servers.addresses.version',
    'The version of an address is a string.',
    mutateServer(fixed('version', '4'), 'addresses.*.*'),
  ),
  defineFault(
    'server-address-with-length',
    'servers.addresses.addr',
    'An address has a prefix length.',
    mutateServer(
      changed('addr', (address) => `${address}/24`),
      'addresses.*.*',
    ),
  ),
  defineFault(
    'server-address-type-unknown',
    'servers.addresses.type',
    'Addresses have an undefined type.',
    mutateServer(fixed('OS-EXT-IPS:type', 'private'), 'addresses.*.*'),
  ),
  defineFault(
    'server-image-id-missing',
    'servers.image.id',
    'The image has no id.',
    mutateServer(without('id'), 'image'),
  ),
  defineFault(
    'server-image-links-missing',
    'servers.image.links',
    'The image has no links.',
    mutateServer(without('links'), 'image'),
  ),
  defineFault(
    'server-image-id-wrong',
    'servers.create.image-used',
    'Servers have the id of another image.',
    mutateServer(replaceWith(nonexistentId), 'image'),
  ),
  defineFault(
    'server-flavor-id-missing',
    'servers.flavor.id',
    'The flavor has no id.',
    mutateServer(without('id'), 'flavor'),
  ),
  defineFault(
    'server-flavor-links-missing',
    'servers.flavor.links',
    'The flavor has no links.',
    mutateServer(without('links'), 'flavor'),
  ),
  defineFault(
    'server-flavor-id-wrong',
    'servers.create.flavor-used',
    'Servers have the id of another flavor.',
    mutateServer(replaceWith(nonexistentId), 'flavor'),
  ),
  defineFault(
    'server-volume-id-missing',
    'servers.volumes-attached.id',
    'Attached volumes have no id.',
    mutateServer(without('id'), 'os-extended-volumes:volumes_attached.*'),
  ),
  defineFault(
    'server-volumes-empty',
    'servers.volumes-attached.agrees',
    'Servers never show a volume.',
    mutateServer(fixed('os-extended-volumes:volumes_attached', [])),
  ),
  defineFault(
    'server-metadata-not-text',
    'servers.metadata',
    'Metadata values are objects.',
    mutateServer((metadata) => Object.fromEntries(Object.keys(metadata).map((key) => [key, {}])), 'metadata'),
  ),
  defineFault(
    'server-metadata-keys-folded',
    'servers.create.metadata',
    'Metadata keys are shown in lower case.',
    mutateServer(
      changedMembers((key, value) => [key.toLowerCase(), String(value)]),
      'metadata',
    ),
  ),
  defineFault(
    'server-metadata-in-latin',
    'servers.create.metadata',
    'Characters of metadata that are not ASCII are lost.',
    mutateServer(
      changedMembers((key, value) => [key, asciiOnly(value)]),
      'metadata',
    ),
  ),
]
