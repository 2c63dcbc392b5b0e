import type { Clock } from './clock.ts'
import type { KeyRing } from './state/keypairs.ts'
import type { TimingTable } from './timing.ts'

/** What the emulated cloud holds at the start. The same options give the same ids and names. */
export interface SeedOptions {
  /** Seeds ids, addresses and choices; default 1. */
  readonly random?: number
  /** Default kr-pub-a, kr-pub-b. */
  readonly zones?: readonly string[]
  /** Networks of the tenant `conformance`; default `Default Network`, `Data Network`. */
  readonly networkNames?: readonly string[]
  /** Servers that tenant already has, ACTIVE; default 0. */
  readonly existingServers?: number
  /** Public Linux images; default 2. There is always one Windows image beside them. */
  readonly images?: number
  /** Flavor families whose root disk is a volume; default m2, c2, r2, t2, x1. u2 is always there. */
  readonly flavorFamilies?: readonly string[]
  /** How long a token lives, in milliseconds; default twelve hours. */
  readonly tokenLifetime?: number
}

/** In milliseconds of real time. */
export interface RequestTimeouts {
  /** Until the headers are complete; default ten seconds. */
  readonly headers?: number
  /** Until the whole request is there; default a minute. */
  readonly request?: number
}

export interface EmulatorOptions {
  /** 0, the default: a free one. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Serves the control API under `/_emulator`, for callers on this machine; default false. */
  readonly control?: boolean
  /** Default 'instant': a few milliseconds per transition. */
  readonly timing?: 'instant' | 'realistic' | TimingTable
  /**
   * An SQLite file that keeps the state: a later emulator goes on with what is in it. `startEmulator` only. Seed and timing
   * are for a new file; a timing that is named goes before the one that was kept.
   */
  readonly state?: string
  readonly seed?: SeedOptions
  /** Names out of `faults`. */
  readonly faults?: readonly string[]
  /** How long a client may take to send a request. */
  readonly patience?: RequestTimeouts
  /** Default the real one; tests drive their own. */
  readonly clock?: Clock
  /** Keys that emulators share, for those who start many. Without it every generated key is new. */
  readonly keyRing?: KeyRing
}

/** All that a client needs, in the form of the project's config file. */
export interface EmulatorConfig {
  readonly target: {
    readonly url: string
    readonly tenant: string
    readonly profile: 'toast'
    /** The control API, where it is served. */
    readonly control?: string
  }
  readonly auth: { readonly token: string }
  readonly other: { readonly tenant: string; readonly token: string }
  readonly resources: {
    readonly image: string
    readonly windowsImage: string
    readonly flavor: string
    readonly resizeFlavor: string
    readonly localFlavor: string
    readonly network: string
    readonly subnet: string
    readonly securityGroup: string
    readonly volume: string
    readonly availabilityZone: string
  }
  readonly services: {
    readonly identity: string
    readonly image: string
    readonly network: string
    readonly blockStorage: string
  }
}

/** What of the furniture a client is told to use. */
export interface SeedManifest {
  /** A token of the tenant `conformance`, and one of the tenant `other`. */
  readonly token: string
  readonly otherToken: string
  readonly resources: EmulatorConfig['resources']
}

function refuse(name: string, wanted: string): never {
  throw new TypeError(`seed.${name} must be ${wanted}`)
}

/** @throws TypeError naming the first option that cannot be. */
export function checkSeed(seed: SeedOptions): void {
  const isCount = (value: number, least: number) => Number.isInteger(value) && value >= least
  const areNames = (names: readonly string[]) => names.length > 0 && names.every((name) => name !== '')
  if (!isCount(seed.images ?? 1, 1)) refuse('images', 'a whole number >= 1')
  if (!isCount(seed.existingServers ?? 0, 0)) refuse('existingServers', 'a whole number >= 0')
  if ((seed.existingServers ?? 0) > 16_000) refuse('existingServers', 'at most 16000, the room in one network')
  if (!isCount(seed.tokenLifetime ?? 1, 1)) refuse('tokenLifetime', 'milliseconds >= 1')
  if (!areNames(seed.zones ?? ['zone'])) refuse('zones', 'one or more names')
  if (!areNames(seed.networkNames ?? ['network'])) refuse('networkNames', 'one or more names')
  const families = seed.flavorFamilies ?? ['m2']
  if (!areNames(families) || !families.every((family) => /^[mcrtx]\d+$/.test(family))) {
    refuse('flavorFamilies', 'names such as m2 or x1')
  }
}
