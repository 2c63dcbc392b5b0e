import type { SeedManifest } from '../options.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { type Snapshot, snapshotVersion } from './schema.ts'
import { copies, serverRecord, tokenRecord } from './serialize.ts'

/** Writes down everything an emulator knows. The answer shares nothing that changes with the world. */
export function exportSnapshot(cloud: CloudState, manifest: SeedManifest): Snapshot {
  const { accounts, networking, keypairs } = cloud
  return structuredClone({
    format: snapshotVersion,
    clock: cloud.clock.setting,
    random: cloud.random.state,
    timing: cloud.timing,
    faults: cloud.faults.enabledNames,
    injections: cloud.injections.entries(),
    users: { conformance: accounts.conformance, other: accounts.other },
    tokenLifetime: accounts.lifetime,
    tokens: accounts.tokens.map(tokenRecord),
    manifest,
    zones: cloud.zones,
    flavors: cloud.flavors,
    images: copies(cloud.images.values()),
    networks: copies(networking.networks.values()),
    subnets: copies(networking.subnets.values()),
    ports: copies(networking.ports.all()),
    groups: copies(networking.security.groups.values()),
    rules: copies(networking.security.rules.values()),
    floatingIps: copies(networking.floatingIps.values()),
    volumes: copies(cloud.volumes.values()),
    snapshots: copies(cloud.snapshots.values()),
    serverGroups: copies(cloud.serverGroups.values()),
    keypairs: keypairs.all(),
    lastKeypair: keypairs.lastId,
    servers: cloud.servers.all().map(serverRecord),
    scheduler: cloud.scheduler.pending(),
  })
}
