/**
 * Attributes that a server may get without a request to the Compute service: floating addresses, which the network service associates (Nova:
 * `auto_assign_floating_ip`), metadata of the vendor, such as `login_username` in the example of 서버 보기, and those that a migration by an
 * operator changes.
 */
import { isObject, resolvePointer } from '#harness'
import { pairsOf } from '../server-metadata.ts'

/** Returns the addresses that a server shows as floating. The response to an update may have no types. */
function floatingAddresses(server: unknown): unknown[] {
  const entries: unknown[] = Object.values(pairsOf(resolvePointer(server, 'server/addresses'))).flat()
  return entries
    .filter((entry) => resolvePointer(entry, 'entry/OS-EXT-IPS:type') === 'floating')
    .map((entry) => resolvePointer(entry, 'entry/addr'))
}

/** Returns a server without the addresses that it, or `other`, shows as floating. */
export function withoutFloating(server: unknown, other: unknown): unknown {
  const floating = [...floatingAddresses(server), ...floatingAddresses(other)]
  if (floating.length === 0 || !isObject(resolvePointer(server, 'server/addresses'))) return server
  const isFixed = (entry: unknown) => !floating.includes(resolvePointer(entry, 'entry/addr'))
  const addresses = Object.entries(pairsOf(resolvePointer(server, 'server/addresses'))).map(
    ([network, entries]) => [network, Array.isArray(entries) ? entries.filter(isFixed) : entries] as const,
  )
  return { ...pairsOf(server), addresses: Object.fromEntries(addresses) }
}

/** The attributes that a live migration changes, which an operator may begin at any time. */
const migratedAttributes = ['status', 'hostId', 'OS-EXT-STS:task_state', 'OS-EXT-STS:power_state']

/** Returns the attributes of a server that may differ because it is being migrated in one of two descriptions (nova/api/openstack/common.py). */
export const changedByMigration = (...descriptions: readonly unknown[]): readonly string[] =>
  descriptions.some((server) => resolvePointer(server, 'server/status') === 'MIGRATING') ? migratedAttributes : []

/** Returns a server without the metadata keys that `earlier` does not have. */
export function withoutNewMetadata(server: unknown, earlier: unknown): unknown {
  const [metadata, known] = [server, earlier].map((one) => resolvePointer(one, 'server/metadata'))
  if (!isObject(metadata) || !isObject(known)) return server
  const kept = Object.entries(metadata).filter(([key]) => key in known)
  return { ...pairsOf(server), metadata: Object.fromEntries(kept) }
}
