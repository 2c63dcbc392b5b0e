import * as v from 'valibot'
import { type Clock, ControllableClock } from '../clock.ts'
import type { SeedManifest } from '../config.ts'
import type { EmulatorEdition } from '../editions/index.ts'
import { ActiveFaults } from '../fault-injection/active-faults.ts'
import { FaultRules } from '../fault-injection/request-fault-rules.ts'
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
import { type SnapshotContent, snapshotSchema } from './schema.ts'

/** Thrown for a value that is not a valid snapshot. The message is one sentence that names the place: `state.clock: …`. */
export class SnapshotError extends TypeError {
  override readonly name = 'SnapshotError'
}

/** The parts of a running emulator that a snapshot does not contain. */
export interface RuntimeOptions {
  /** The clock below the controllable one. */
  readonly clock: Clock
  /** Faults that the emulator was started with. */
  readonly faults: readonly string[]
  /** Interpretations that it was started with. */
  readonly interpretations?: readonly string[] | undefined
  /** The edition of the document that it was started with. */
  readonly edition?: EmulatorEdition | undefined
}

/**
 * Builds the state that a snapshot describes, without touching any existing state.
 * @throws SnapshotError
 */
export function importSnapshot(
  value: unknown,
  { clock: baseClock, faults: initialFaults, interpretations, edition }: RuntimeOptions,
): { cloud: CloudState; manifest: SeedManifest } {
  const snapshot = parseSnapshot(value)
  const clock = new ControllableClock(baseClock)
  clock.setting = snapshot.clock
  const faults = new ActiveFaults(initialFaults, interpretations, edition)
  faults.enable(snapshot.faults)
  const random = new Random(snapshot.random)
  const cloud: CloudState = {
    clock,
    scheduler: restoreScheduler(snapshot),
    random,
    timing: restoreTiming(snapshot),
    faults,
    faultRules: restoreFaultRules(snapshot),
    accounts: restoreAccounts(snapshot, clock),
    zones: snapshot.zones,
    flavors: snapshot.flavors,
    images: byId(snapshot.images.map((image) => ({ ...image, tenantId: image.tenantId }))),
    networking: restoreNetworking(snapshot, random),
    volumes: byId(snapshot.volumes.map((volume) => ({ ...volume, attachment: volume.attachment }))),
    volumeSnapshots: byId(snapshot.volumeSnapshots),
    serverGroups: byId(snapshot.serverGroups),
    keypairs: restoreKeypairs(snapshot),
    servers: restoreServers(snapshot),
  }
  return { cloud, manifest: snapshot.manifest }
}

function parseSnapshot(value: unknown): SnapshotContent {
  const result = v.safeParse(snapshotSchema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  throw new SnapshotError(`${path === null ? 'the state' : `state.${path}`}: ${issue.message}`)
}

function restoreTiming({ timing }: SnapshotContent): CloudState['timing'] {
  try {
    return resolveTiming(timing)
  } catch (cause) {
    throw new SnapshotError(`state.${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

function byId<Item extends { readonly id: string }>(items: readonly Item[]): ObservableMap<Item> {
  const map = new ObservableMap<Item>()
  for (const item of items) map.set(item.id, item)
  return map
}

function restoreScheduler({ scheduler }: SnapshotContent): Scheduler<StateEvent> {
  const restored = new Scheduler<StateEvent>()
  for (const scheduledEvent of scheduler) restored.schedule(scheduledEvent)
  return restored
}

function restoreFaultRules({ faultRules }: SnapshotContent): FaultRules {
  const restored = new FaultRules()
  for (const { rule, matched } of faultRules) restored.put(rule, matched)
  return restored
}

function restoreAccounts({ users, tokens, tokenLifetime }: SnapshotContent, clock: Clock): Accounts {
  const accounts = new Accounts(users, clock, tokenLifetime)
  for (const [index, { userId, ...token }] of tokens.entries()) {
    const user = accounts.users.find(({ id }) => id === userId)
    if (user === undefined) throw new SnapshotError(`state.tokens.${index}.userId: there is no user ${userId}`)
    accounts.addToken({ ...token, user })
  }
  return accounts
}

function restoreNetworking(snapshot: SnapshotContent, random: Random): Networking {
  const networking = new Networking(random)
  for (const network of snapshot.networks) networking.networks.set(network.id, network)
  for (const subnet of snapshot.subnets) networking.subnets.set(subnet.id, subnet)
  for (const port of snapshot.ports) networking.ports.add(port)
  for (const group of snapshot.securityGroups) networking.security.groups.set(group.id, group)
  for (const rule of snapshot.securityGroupRules) networking.security.rules.set(rule.id, rule)
  for (const floatingIp of snapshot.floatingIps) networking.floatingIps.set(floatingIp.id, floatingIp)
  return networking
}

function restoreKeypairs({ keypairs, lastKeypairId }: SnapshotContent): Keypairs {
  const restored = new Keypairs()
  restored.restore(keypairs, lastKeypairId)
  return restored
}

function restoreServers({ servers, flavors }: SnapshotContent): Servers {
  const flavorsById = byId(flavors)
  const restored = new Servers()
  for (const [index, record] of servers.entries()) {
    const flavorOf = (id: string, member: string): Server['flavor'] => {
      const flavor = flavorsById.get(id)
      if (flavor === undefined) throw new SnapshotError(`state.servers.${index}.${member}: there is no flavor ${id}`)
      return flavor
    }
    const { beforeResize } = record
    restored.add({
      ...record,
      flavor: flavorOf(record.flavor, 'flavor'),
      beforeResize: beforeResize && { ...beforeResize, flavor: flavorOf(beforeResize.flavor, 'beforeResize.flavor') },
      shelvedImageId: record.shelvedImageId,
      reservationId: record.reservationId,
      fault: record.fault,
    })
  }
  const deleted = restored.all().filter(({ vmState }) => vmState === 'deleted')
  const oldestFirst = deleted.toSorted((left, right) => (left.terminatedAt ?? 0) - (right.terminatedAt ?? 0))
  for (const server of oldestFirst) restored.addTombstone(server)
  return restored
}
