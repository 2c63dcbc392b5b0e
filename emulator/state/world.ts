import { Agenda } from '../agenda.ts'
import { type Clock, systemClock } from '../clock.ts'
import { type FaultSet, faultSet } from '../faults/index.ts'
import { checkSeed, type EmulatorOptions } from '../options.ts'
import { Random } from '../random.ts'
import { type CompleteTiming, type Duration, resolveTiming, type TimedOperation } from '../timing.ts'
import { type Flavor, seedFlavors } from './flavors.ts'
import type { Image } from './images.ts'
import { Keypairs } from './keypairs.ts'
import { Networking } from './networks.ts'
import { Servers } from './servers.ts'
import { Accounts } from './tenants.ts'
import type { Snapshot, Volume } from './volumes.ts'

/** The whole state of one emulated cloud. */
export interface World {
  readonly clock: Clock
  readonly agenda: Agenda
  readonly random: Random
  readonly timing: CompleteTiming
  readonly faults: FaultSet
  readonly accounts: Accounts
  readonly zones: readonly [string, ...string[]]
  readonly flavors: readonly Flavor[]
  readonly images: Map<string, Image>
  readonly networking: Networking
  readonly volumes: Map<string, Volume>
  readonly snapshots: Map<string, Snapshot>
  readonly keypairs: Keypairs
  readonly servers: Servers
}

/**
 * An empty cloud: flavors, zones and accounts, nothing else yet.
 * @throws TypeError for options that cannot be, RangeError for an unknown fault.
 */
export function createWorld(options: EmulatorOptions): World {
  const seed = options.seed ?? {}
  checkSeed(seed)
  const clock = options.clock ?? systemClock
  const random = new Random(seed.random ?? 1)
  const [zone = 'kr-pub-a', ...otherZones] = seed.zones ?? ['kr-pub-a', 'kr-pub-b']
  return {
    clock,
    agenda: new Agenda(),
    random,
    timing: resolveTiming(options.timing),
    faults: faultSet(options.faults ?? []),
    accounts: new Accounts(random, clock, seed.tokenLifetime),
    zones: [zone, ...otherZones],
    flavors: seedFlavors(random, seed.flavorFamilies),
    images: new Map(),
    networking: new Networking(random),
    volumes: new Map(),
    snapshots: new Map(),
    keypairs: new Keypairs(),
    servers: new Servers(),
  }
}

/** Lets everything happen that is due by now. */
export function catchUp(world: World): void {
  world.agenda.advance(world.clock.now())
}

/** How long one occurrence of an operation takes, in milliseconds. */
export function lengthOf(world: World, operation: TimedOperation): number {
  const duration: Duration = world.timing[operation]
  if (typeof duration === 'number') return duration
  const [shortest, longest] = duration
  return shortest + world.random.next() * (longest - shortest)
}
