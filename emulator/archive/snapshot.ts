import type { Guide } from '../options.ts'
import type { World } from '../state/world.ts'
import { type Archive, archiveFormat } from './format.ts'
import { copies, serverRecord, tokenRecord } from './records.ts'

/** Writes down everything an emulator knows. The answer shares nothing that changes with the world. */
export function snapshot(world: World, guide: Guide): Archive {
  const { accounts, networking, keypairs } = world
  return structuredClone({
    format: archiveFormat,
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
