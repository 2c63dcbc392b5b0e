import { addressesOf } from '../../serializers/server.ts'
import type { Json, JsonObject } from '../../server/response.ts'
import { defineFault } from '../define-fault.ts'
import { changed, fixed, isObject } from '../edits.ts'
import { inDetail } from './conditions.ts'

const entriesOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

/** Changes the addresses of servers in several networks. */
const ofSeveral = (change: (entries: readonly (readonly [string, readonly Json[]])[]) => JsonObject) =>
  addressesOf.override((original, cloud, server, properties) => {
    const networks = Object.entries(original(cloud, server, properties))
    if (networks.length < 2) return Object.fromEntries(networks)
    return change(networks.map(([name, value]) => [name, entriesOf(value)]))
  })

/** Addresses of servers that are in more than one network. */
export const severalNetworkFaults = [
  defineFault(
    'deep-addresses-under-first-network',
    'servers.addresses.by-network',
    'All addresses of a server are shown under its first network.',
    ofSeveral((networks) => ({ [networks[0]?.[0] ?? '']: networks.flatMap(([, entries]) => entries) })),
  ),
  defineFault(
    'deep-addresses-swapped',
    'servers.addresses.by-network',
    'The addresses of a server in two networks are shown each under the other.',
    ofSeveral((networks) =>
      Object.fromEntries(networks.map(([name], index) => [name, networks.at(index - 1)?.[1] ?? []])),
    ),
  ),
  defineFault(
    'deep-second-network-floating',
    'servers.addresses.type',
    'The addresses in all networks but the first have the type floating.',
    ofSeveral((networks) =>
      Object.fromEntries(
        networks.map(([name, entries], index) => [
          name,
          entries.map((entry) =>
            index > 0 && isObject(entry) && 'OS-EXT-IPS:type' in entry
              ? fixed('OS-EXT-IPS:type', 'floating')(entry)
              : entry,
          ),
        ]),
      ),
    ),
  ),
  defineFault(
    'deep-second-network-same-mac',
    'servers.addresses.mac',
    'All ports of a server show the MAC address of its first.',
    ofSeveral((networks) => {
      const first = networks[0]?.[1][0]
      const mac = isObject(first) ? first['OS-EXT-IPS-MAC:mac_addr'] : undefined
      return Object.fromEntries(
        networks.map(([name, entries]) => [
          name,
          entries.map((entry) =>
            isObject(entry) ? changed('OS-EXT-IPS-MAC:mac_addr', () => mac ?? null)(entry) : entry,
          ),
        ]),
      )
    }),
  ),
  defineFault(
    'deep-detail-first-network-only',
    'servers.show.equals-detail',
    'servers.detail has only the first network of a server.',
    inDetail(
      changed('addresses', (addresses) =>
        isObject(addresses) ? Object.fromEntries(Object.entries(addresses).slice(0, 1)) : addresses,
      ),
    ),
  ),
]
