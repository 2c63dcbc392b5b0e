import type { SeedManifest } from '../config.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { type SnapshotContent, snapshotVersion } from './schema.ts'
import { serializeFaultRule, serializeServer, serializeToken } from './serialize.ts'

/** Returns the state of an emulator as plain JSON. The result shares no object with the state. */
export function exportSnapshot(cloud: CloudState, manifest: SeedManifest): SnapshotContent {
  const { accounts, networking, keypairs } = cloud
  return structuredClone({
    format: snapshotVersion,
    clock: cloud.clock.setting,
    random: cloud.random.state,
    timing: cloud.timing,
    faults: cloud.faults.enabledNames,
    faultRules: cloud.faultRules.entries().map(serializeFaultRule),
    users: { conformance: accounts.conformance, other: accounts.other },
    tokenLifetime: accounts.lifetime,
    tokens: accounts.tokens.map(serializeToken),
    manifest,
    zones: cloud.zones,
    flavors: cloud.flavors,
    images: copies(cloud.images.values()),
    networks: copies(networking.networks.values()),
    subnets: copies(networking.subnets.values()),
    ports: copies(networking.ports.all()),
    securityGroups: copies(networking.security.groups.values()),
    securityGroupRules: copies(networking.security.rules.values()),
    floatingIps: copies(networking.floatingIps.values()),
    volumes: copies(cloud.volumes.values()),
    volumeSnapshots: copies(cloud.volumeSnapshots.values()),
    serverGroups: copies(cloud.serverGroups.values()),
    keypairs: keypairs.all(),
    lastKeypairId: keypairs.lastId,
    servers: cloud.servers.all().map(serializeServer),
    scheduler: cloud.scheduler.pending(),
  })
}

/**
 * Copies records without their members: a record may be a proxy that reports its changes, which `structuredClone`
 * rejects.
 */
function copies<Item extends object>(items: Iterable<Item>): Item[] {
  return Array.from(items, (item) => ({ ...item }))
}
