import { serverRecord, tokenRecord } from '../snapshot/serialize.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { ChangeListener } from '../state/observable-map.ts'

/** Things that come, change and go one by one. */
export interface ObservableCollection<Item> {
  entries(): Iterable<readonly [string, Item]>
  observe(notice: ChangeListener<Item>): void
}

type Visit = <Item extends object>(
  kind: string,
  things: ObservableCollection<Item>,
  record?: (item: Item) => object,
) => void

/** The names of an archive's lists, whose things are rows of their own. */
export const kinds = [
  'tokens',
  'images',
  'networks',
  'subnets',
  'ports',
  'groups',
  'rules',
  'floatingIps',
  'volumes',
  'snapshots',
  'serverGroups',
  'keypairs',
  'servers',
  'scheduler',
] as const
type Kind = (typeof kinds)[number]

/** Shows all collections of a world, each under the name that an archive has for it, with the form it has there. */
export function visitCollections(cloud: CloudState, visit: Visit): void {
  const { networking } = cloud
  const shown = <Item extends object>(
    kind: Kind,
    things: ObservableCollection<Item>,
    record?: (item: Item) => object,
  ) => visit(kind, things, record)
  shown('tokens', cloud.accounts, tokenRecord)
  shown('images', cloud.images)
  shown('networks', networking.networks)
  shown('subnets', networking.subnets)
  shown('ports', networking.ports)
  shown('groups', networking.security.groups)
  shown('rules', networking.security.rules)
  shown('floatingIps', networking.floatingIps)
  shown('volumes', cloud.volumes)
  shown('snapshots', cloud.volumeSnapshots)
  shown('serverGroups', cloud.serverGroups)
  shown('keypairs', cloud.keypairs)
  shown('servers', cloud.servers, serverRecord)
  shown('scheduler', cloud.scheduler)
}
