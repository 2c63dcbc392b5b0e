import type { SeedManifest } from '../options.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { type Snapshot, snapshotVersion } from './schema.ts'
import { copies, serverRecord, tokenRecord } from './serialize.ts'

/** Writes down everything an emulator knows. The answer shares nothing that changes with the world. */
export function exportSnapshot(world: CloudState, guide: SeedManifest): Snapshot {
  const { accounts, networking, keypairs } = world
  return structuredClone({
    format: snapshotVersion,
    clock: world.clock.setting,
    random: world.random.state,
    timing: world.timing,
    faults: world.faults.switched,
    injections: world.injections.standing(),
    users: { conformance: accounts.conformance, other: accounts.other },
    tokenLifetime: accounts.lifetime,
    tokens: accounts.tokens.map(tokenRecord),
    guide,
    zones: world.zones,
    flavors: world.flavors,
    images: copies(world.images.values()),
    networks: copies(networking.networks.values()),
    subnets: copies(networking.subnets.values()),
    ports: copies(networking.ports.all()),
    groups: copies(networking.security.groups.values()),
    rules: copies(networking.security.rules.values()),
    floatingIps: copies(networking.floatingIps.values()),
    volumes: copies(world.volumes.values()),
    snapshots: copies(world.snapshots.values()),
    serverGroups: copies(world.serverGroups.values()),
    keypairs: keypairs.all(),
    lastKeypair: keypairs.lastId,
    servers: world.servers.all().map(serverRecord),
    agenda: world.agenda.pending(),
  })
}
