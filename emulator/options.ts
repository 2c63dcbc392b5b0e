import type { Clock } from './clock.ts'
import type { EmulatorEdition } from './editions/index.ts'
import type { KeyRing } from './state/rsa-keys.ts'
import type { TimingTable } from './timing.ts'

/** The initial content of the emulated cloud. The same options give the same ids and names. */
export interface SeedOptions {
  /** Seed of the random numbers that ids, addresses and choices come from; default 1. */
  readonly random?: number
  /** Default kr-pub-a, kr-pub-b. */
  readonly zones?: readonly string[]
  /** Networks of the tenant `conformance`; default `Default Network`, `Data Network`. */
  readonly networkNames?: readonly string[]
  /** Number of ACTIVE servers of the tenant `conformance`; default 0. */
  readonly existingServers?: number
  /** Number of public Linux images; default 2. There is also one Windows image. */
  readonly images?: number
  /** Flavor families with a volume as root disk; default m2, c2, r2, t2, x1. The family u2 always exists. */
  readonly flavorFamilies?: readonly string[]
  /** Lifetime of a token in milliseconds; default twelve hours. */
  readonly tokenLifetime?: number
}

/** How long a client may take to send a request, in milliseconds of real time. */
export interface RequestTimeouts {
  /** Until the headers are complete; default ten seconds. */
  readonly headers?: number
  /** Until the whole request is complete; default a minute. */
  readonly request?: number
}

export interface EmulatorOptions {
  /** Default 0, which takes any free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Serves the control API under `/_emulator` to callers on this machine; default false. */
  readonly control?: boolean
  /** Default 'instant': a few milliseconds per transition. */
  readonly timing?: 'instant' | 'realistic' | TimingTable
  /**
   * An SQLite file that stores the state: a later emulator continues from it. `startEmulator` only. An existing file
   * overrides `seed`, and `timing` only where that is not given.
   */
  readonly state?: string
  readonly seed?: SeedOptions
  /** Names from `faults` to enable at the start. */
  readonly faults?: readonly string[]
  /** The edition of the document that the emulator serves; default the first one, 2020-03. */
  readonly edition?: EmulatorEdition
  /** Names from `interpretations`: other interpretations of the document that the emulator follows. */
  readonly interpretations?: readonly string[]
  /** Timeouts of incoming requests. */
  readonly patience?: RequestTimeouts
  /** Default the system clock. */
  readonly clock?: Clock
  /** Generated keys that several emulators share. Without it, each emulator generates its own. */
  readonly keyRing?: KeyRing
}

function invalidSeed(name: string, expected: string): TypeError {
  return new TypeError(`seed.${name} must be ${expected}`)
}

const isCount = (value: number, minimum: number) => Number.isInteger(value) && value >= minimum
const areNames = (names: readonly string[]) => names.length > 0 && names.every((name) => name !== '')

/** Checks the options of a seed. @throws TypeError naming the first invalid option */
export function checkSeed(seed: SeedOptions): void {
  const { images = 1, existingServers = 0, tokenLifetime = 1 } = seed
  const { zones = ['zone'], networkNames = ['network'], flavorFamilies = ['m2'] } = seed
  if (!isCount(images, 1)) throw invalidSeed('images', 'a whole number >= 1')
  if (!isCount(existingServers, 0)) throw invalidSeed('existingServers', 'a whole number >= 0')
  if (existingServers > 16_000) throw invalidSeed('existingServers', 'at most 16000, the capacity of one network')
  if (!isCount(tokenLifetime, 1)) throw invalidSeed('tokenLifetime', 'milliseconds >= 1')
  if (!areNames(zones)) throw invalidSeed('zones', 'one or more names')
  if (!areNames(networkNames)) throw invalidSeed('networkNames', 'one or more names')
  if (!areNames(flavorFamilies) || !flavorFamilies.every((family) => /^[mcrtx]\d+$/.test(family))) {
    throw invalidSeed('flavorFamilies', 'names such as m2 or x1')
  }
}
