import type { Guide } from '../options.ts'
import type { World } from '../state/world.ts'
import { type Archive, archiveFormat } from './format.ts'

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
    tokens: accounts.tokens.map((token) => ({ ...token, user: token.user.id })),
    guide,
    zones: world.zones,
    flavors: world.flavors,
    images: [...world.images.values()],
    networks: [...networking.networks.values()],
    subnets: [...networking.subnets.values()],
    ports: networking.ports.all(),
    groups: [...networking.security.groups.values()],
    rules: [...networking.security.rules.values()],
    floatingIps: [...networking.floatingIps.values()],
    volumes: [...world.volumes.values()],
    snapshots: [...world.snapshots.values()],
    serverGroups: [...world.serverGroups.values()],
    keypairs: keypairs.all(),
    lastKeypair: keypairs.lastId,
    servers: world.servers.all().map(({ flavor, beforeResize, ...server }) => ({
      ...server,
      flavor: flavor.id,
      beforeResize: beforeResize && { ...beforeResize, flavor: beforeResize.flavor.id },
    })),
    agenda: world.agenda.pending(),
  })
}
