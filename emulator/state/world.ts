import { Agenda } from '../agenda.ts'
import { SteeredClock, systemClock } from '../clock.ts'
import { Injections } from '../injection/injections.ts'
import { FaultSwitchboard } from '../injection/switchboard.ts'
import type { WorldEvent } from '../machine/event.ts'
import { checkSeed, type EmulatorOptions } from '../options.ts'
import { Random } from '../random.ts'
import { type CompleteTiming, resolveTiming } from '../timing.ts'
import { type Flavor, seedFlavors } from './flavors.ts'
import type { Image } from './images.ts'
import { Keypairs } from './keypairs.ts'
import { Networking } from './networks.ts'
import type { ServerGroup } from './server-groups.ts'
import { Servers } from './servers.ts'
import { Shelf } from './shelf.ts'
import { Accounts, seedUsers } from './tenants.ts'
import type { Snapshot, Volume } from './volumes.ts'

/** The whole state of one emulated cloud. */
export interface World {
  readonly clock: SteeredClock
  readonly agenda: Agenda<WorldEvent>
  readonly random: Random
  timing: CompleteTiming
  readonly faults: FaultSwitchboard
  readonly injections: Injections
  readonly accounts: Accounts
  readonly zones: readonly [string, ...string[]]
  readonly flavors: readonly Flavor[]
  readonly images: Shelf<Image>
  readonly networking: Networking
  readonly volumes: Shelf<Volume>
  readonly snapshots: Shelf<Snapshot>
  readonly serverGroups: Shelf<ServerGroup>
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
  const clock = new SteeredClock(options.clock ?? systemClock)
  const random = new Random(seed.random ?? 1)
  const [zone = 'kr-pub-a', ...otherZones] = seed.zones ?? ['kr-pub-a', 'kr-pub-b']
  return {
    clock,
    agenda: new Agenda(),
    random,
    timing: resolveTiming(options.timing),
    faults: new FaultSwitchboard(options.faults ?? []),
    injections: new Injections(),
    accounts: new Accounts(seedUsers(random), clock, seed.tokenLifetime),
    zones: [zone, ...otherZones],
    flavors: seedFlavors(random, seed.flavorFamilies),
    images: new Shelf(),
    networking: new Networking(random),
    volumes: new Shelf(),
    snapshots: new Shelf(),
    serverGroups: new Shelf(),
    keypairs: new Keypairs(options.keyRing?.source()),
    servers: new Servers(),
  }
}

/**
 * Puts another cloud in the place of this one. Whoever holds the world goes on holding it; the other one is spent.
 */
export function replaceWorld(world: World, other: World): void {
  Object.assign(world, other)
}
