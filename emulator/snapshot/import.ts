import * as v from 'valibot'
import { type Clock, ControllableClock } from '../clock.ts'
import { ActiveFaults } from '../fault-injection/active-faults.ts'
import { FaultRules } from '../fault-injection/rules.ts'
import type { SeedManifest } from '../options.ts'
import { Random } from '../random.ts'
import { Scheduler } from '../scheduler.ts'
import { Accounts } from '../state/accounts.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { Keypairs } from '../state/keypairs.ts'
import { Networking } from '../state/networks.ts'
import { ObservableMap } from '../state/observable-map.ts'
import { type Server, Servers } from '../state/servers.ts'
import { resolveTiming } from '../timing.ts'
import type { StateEvent } from '../transitions/events.ts'
import { type Snapshot, snapshotSchema } from './schema.ts'

/** Thrown for what is no archive, with one sentence that says where and why. */
export class SnapshotError extends TypeError {}

/** What an archive cannot say, since it belongs to the emulator and not to its state. */
export interface RuntimeOptions {
  /** Below the steered clock. */
  readonly clock: Clock
  /** Faults that the emulator was started with. */
  readonly faults: readonly string[]
}

/**
 * Builds the world that an archive tells of. Nothing else is touched, so that a bad archive changes nothing.
 * @throws ArchiveError
 */
export function importSnapshot(
  value: unknown,
  { clock: below, faults }: RuntimeOptions,
): { cloud: CloudState; manifest: SeedManifest } {
  const read = readArchive(value)
  const clock = new ControllableClock(below)
  clock.setting = read.clock
  const switchboard = new ActiveFaults(faults)
  switchboard.enable(read.faults)
  const random = new Random(read.random)
  const cloud: CloudState = {
    clock,
    scheduler: restoreAgenda(read),
    random,
    timing: readTiming(read),
    faults: switchboard,
    faultRules: restoreInjections(read),
    accounts: restoreAccounts(read, clock),
    zones: read.zones,
    flavors: read.flavors,
    images: byId(read.images.map((image) => ({ ...image, tenantId: image.tenantId }))),
    networking: restoreNetworking(read, random),
    volumes: byId(read.volumes.map((volume) => ({ ...volume, attachment: volume.attachment }))),
    volumeSnapshots: byId(read.snapshots),
    serverGroups: byId(read.serverGroups),
    keypairs: restoreKeypairs(read),
    servers: restoreServers(read),
  }
  return { cloud, manifest: read.manifest }
}

function readArchive(value: unknown): Snapshot {
  const result = v.safeParse(snapshotSchema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  const place = v.getDotPath(issue)
  throw new SnapshotError(`${place === null ? 'the state' : `state.${place}`}: ${issue.message}`)
}

function readTiming({ timing }: Snapshot): CloudState['timing'] {
  try {
    return resolveTiming(timing)
  } catch (error) {
    throw new SnapshotError(`state.${error instanceof Error ? error.message : error}`)
  }
}

function byId<Item extends { readonly id: string }>(items: readonly Item[]): ObservableMap<Item> {
  const shelf = new ObservableMap<Item>()
  for (const item of items) shelf.set(item.id, item)
  return shelf
}

function restoreAgenda({ scheduler }: Snapshot): Scheduler<StateEvent> {
  const restored = new Scheduler<StateEvent>()
  for (const scheduledEvent of scheduler) restored.schedule(scheduledEvent)
  return restored
}

function restoreInjections({ injections }: Snapshot): FaultRules {
  const restored = new FaultRules()
  for (const { injection, met } of injections) restored.put(injection, met)
  return restored
}

function restoreAccounts({ users, tokens, tokenLifetime }: Snapshot, clock: Clock): Accounts {
  const accounts = new Accounts(users, clock, tokenLifetime)
  for (const [index, { user: id, ...token }] of tokens.entries()) {
    const user = accounts.users.find((candidate) => candidate.id === id)
    if (user === undefined) throw new SnapshotError(`state.tokens.${index}.user: there is no user ${id}`)
    accounts.addToken({ ...token, user })
  }
  return accounts
}

function restoreNetworking(
  { networks, subnets, ports, groups, rules, floatingIps }: Snapshot,
  random: Random,
): Networking {
  const networking = new Networking(random)
  for (const network of networks) networking.networks.set(network.id, network)
  for (const subnet of subnets) networking.subnets.set(subnet.id, subnet)
  for (const port of ports) networking.ports.add(port)
  for (const group of groups) networking.security.groups.set(group.id, group)
  for (const rule of rules) networking.security.rules.set(rule.id, rule)
  for (const floating of floatingIps) networking.floatingIps.set(floating.id, floating)
  return networking
}

function restoreKeypairs({ keypairs, lastKeypair }: Snapshot): Keypairs {
  const restored = new Keypairs()
  restored.restore(keypairs, lastKeypair)
  return restored
}

function restoreServers({ servers, flavors }: Snapshot): Servers {
  const known = byId(flavors)
  const restored = new Servers()
  for (const [index, row] of servers.entries()) {
    const flavorOf = (id: string, place: string): Server['flavor'] => {
      const flavor = known.get(id)
      if (flavor === undefined) throw new SnapshotError(`state.servers.${index}.${place}: there is no flavor ${id}`)
      return flavor
    }
    const { beforeResize: before } = row
    restored.add({
      ...row,
      flavor: flavorOf(row.flavor, 'flavor'),
      beforeResize: before && { ...before, flavor: flavorOf(before.flavor, 'beforeResize.flavor') },
      shelvedImageId: row.shelvedImageId,
      fault: row.fault,
    })
  }
  const gone = restored.all().filter(({ vmState }) => vmState === 'deleted')
  const inOrder = gone.toSorted((left, right) => (left.terminatedAt ?? 0) - (right.terminatedAt ?? 0))
  for (const server of inOrder) restored.addTombstone(server)
  return restored
}
