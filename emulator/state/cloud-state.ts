import { ControllableClock, systemClock } from '../clock.ts'
import { ActiveFaults } from '../fault-injection/active-faults.ts'
import { FaultRules } from '../fault-injection/request-fault-rules.ts'
import { checkSeed, type EmulatorOptions } from '../options.ts'
import { Random } from '../random.ts'
import { Scheduler } from '../scheduler.ts'
import { type CompleteTiming, resolveTiming } from '../timing.ts'
import type { StateEvent } from '../transitions/events.ts'
import { Accounts, seedUsers } from './accounts.ts'
import { type Flavor, seedFlavors } from './flavors.ts'
import type { Image } from './images.ts'
import { Keypairs } from './keypairs.ts'
import { Networking } from './networks.ts'
import { ObservableMap } from './observable-map.ts'
import type { ServerGroup } from './server-groups.ts'
import { Servers } from './servers.ts'
import type { Volume, VolumeSnapshot } from './volumes.ts'

/** The whole state of an emulated cloud. */
export interface CloudState {
  readonly clock: ControllableClock
  readonly scheduler: Scheduler<StateEvent>
  readonly random: Random
  timing: CompleteTiming
  readonly faults: ActiveFaults
  readonly faultRules: FaultRules
  readonly accounts: Accounts
  readonly zones: readonly [string, ...string[]]
  readonly flavors: readonly Flavor[]
  readonly images: ObservableMap<Image>
  readonly networking: Networking
  readonly volumes: ObservableMap<Volume>
  readonly volumeSnapshots: ObservableMap<VolumeSnapshot>
  readonly serverGroups: ObservableMap<ServerGroup>
  readonly keypairs: Keypairs
  readonly servers: Servers
}

/**
 * Creates a cloud with flavors, zones and accounts only; `seedCloud` adds the rest.
 * @throws TypeError for invalid options, RangeError for an unknown fault or interpretation
 */
export function createCloudState(options: EmulatorOptions): CloudState {
  const seed = options.seed ?? {}
  checkSeed(seed)
  const faults = new ActiveFaults(options.faults ?? [], options.interpretations, options.edition)
  const clock = new ControllableClock(options.clock ?? systemClock)
  const random = new Random(seed.random ?? 1)
  const [zone = 'kr-pub-a', ...otherZones] = seed.zones ?? ['kr-pub-a', 'kr-pub-b']
  return {
    clock,
    scheduler: new Scheduler(),
    random,
    timing: resolveTiming(options.timing),
    faults,
    faultRules: new FaultRules(),
    accounts: new Accounts(seedUsers(random), clock, seed.tokenLifetime),
    zones: [zone, ...otherZones],
    flavors: seedFlavors({ faults }, random, seed.flavorFamilies),
    images: new ObservableMap(),
    networking: new Networking(random),
    volumes: new ObservableMap(),
    volumeSnapshots: new ObservableMap(),
    serverGroups: new ObservableMap(),
    keypairs: new Keypairs(options.keyRing?.source()),
    servers: new Servers(),
  }
}

/** Replaces the content of `cloud`, so that references to it stay valid. `replacement` must not be used afterwards. */
export function replaceCloudState(cloud: CloudState, replacement: CloudState): void {
  Object.assign(cloud, replacement)
}
