import { serializeServer, serializeToken } from '../snapshot/serialize.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { ChangeListener } from '../state/observable-map.ts'

/** A collection whose items are added, changed and removed one by one. */
interface ObservableCollection<Item> {
  entries(): Iterable<readonly [string, Item]>
  observe(listener: ChangeListener<Item>): void
}

/** The lists of a snapshot. Each item is a separate record in the state file. */
export const collectionNames = [
  'tokens',
  'images',
  'networks',
  'subnets',
  'ports',
  'securityGroups',
  'securityGroupRules',
  'floatingIps',
  'volumes',
  'volumeSnapshots',
  'serverGroups',
  'keypairs',
  'servers',
  'scheduler',
] as const
type CollectionName = (typeof collectionNames)[number]

/** @param serialize the form of an item in a snapshot; omitted where it is the item itself */
type Visit = <Item extends object>(
  name: CollectionName,
  collection: ObservableCollection<Item>,
  serialize?: (item: Item) => object,
) => void

/** Calls `visit` with every collection of the state. */
export function visitCollections(cloud: CloudState, visit: Visit): void {
  const { networking } = cloud
  visit('tokens', cloud.accounts, serializeToken)
  visit('images', cloud.images)
  visit('networks', networking.networks)
  visit('subnets', networking.subnets)
  visit('ports', networking.ports)
  visit('securityGroups', networking.security.groups)
  visit('securityGroupRules', networking.security.rules)
  visit('floatingIps', networking.floatingIps)
  visit('volumes', cloud.volumes)
  visit('volumeSnapshots', cloud.volumeSnapshots)
  visit('serverGroups', cloud.serverGroups)
  visit('keypairs', cloud.keypairs)
  visit('servers', cloud.servers, serializeServer)
  visit('scheduler', cloud.scheduler)
}
