import { systemClock } from './clock.ts'
import { createEmulatorControl, type EmulatorControl } from './control-api/emulator-control.ts'
import { type Control, controlRoutes } from './control-api/index.ts'
import type { EmulatorConfig, EmulatorOptions, SeedManifest, SeedOptions } from './options.ts'
import { StateFileError } from './persistence/errors.ts'
import type { StateStore } from './persistence/state-store.ts'
import { configOf, reseedCloud, seedCloud } from './seed.ts'
import { createApp } from './server/app.ts'
import { toResponse } from './server/encode-response.ts'
import { ApiError, novaFault } from './server/errors.ts'
import type { Peer } from './server/remote-address.ts'
import { type EmulatorRequest, fromFetch } from './server/request.ts'
import { RequestLog } from './server/request-log.ts'
import { parseRequestUrl } from './server/request-url.ts'
import type { EmulatorResponse } from './server/response.ts'
import { exportSnapshot } from './snapshot/export.ts'
import { importSnapshot } from './snapshot/import.ts'
import type { Snapshot } from './snapshot/schema.ts'
import { type CloudState, createCloudState, replaceCloudState } from './state/cloud-state.ts'
import { resolveTiming } from './timing.ts'

/** An emulator without a socket. */
export interface Emulator {
  /** What a client needs to know; it changes with `reset` and `restore`. */
  readonly config: EmulatorConfig
  /** The same for clients that reach the emulator at another origin. */
  configAt(url: string): EmulatorConfig
  /** The inside of it, whose shape may change with any version. */
  readonly state: CloudState
  /** Steers it while it runs. */
  readonly control: EmulatorControl
  /**
   * Answers a request without any network, and is otherwise like the global `fetch`: it can stand in its place.
   * @throws TypeError where a fault breaks the connection
   */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>
  /** The same for a request of which it is known where it comes from. */
  readonly serve: (request: Request, peer: Peer) => Promise<Response>
  /** Everything the emulator knows, as plain JSON; it shares nothing with the emulator. */
  snapshot(): Snapshot
  /**
   * Puts the emulator into the state of a snapshot, its own or another's.
   * @throws ArchiveError (a TypeError) for anything else; nothing has then changed.
   */
  restore(archive: unknown): void
  /**
   * Begins anew, with the seed of the start or this one. The tokens in the config go on being valid; with the same seed,
   * so do all ids in it.
   * @throws TypeError for a seed that cannot be; nothing has then changed.
   */
  reset(seed?: SeedOptions): void
}

/**
 * Builds an emulator that answers requests given to `fetch`.
 * @param url the origin that the config names; requests may come by any other, and links follow the request.
 * @throws TypeError for options that cannot be, RangeError for an unknown fault.
 */
export function createEmulator(options: EmulatorOptions = {}, url = 'http://emulator.localhost'): Emulator {
  return createInternals(options, url).emulator
}

/** Answers a request; undefined where its connection is to be broken instead. */
export type Respond = (message: EmulatorRequest, peer?: Peer) => Promise<EmulatorResponse | undefined>

/** An emulator and its inner door, for whoever gives it a socket. */
export interface EmulatorInternals {
  readonly emulator: Emulator
  /** Answers every request, those to the control API too where there is one. */
  readonly respond: Respond
}

/** @param keeper keeps the state, and has it from an earlier emulator perhaps */
export function createInternals(options: EmulatorOptions, url: string, store?: StateStore): EmulatorInternals {
  const lodging = { clock: options.clock ?? systemClock, faults: options.faults ?? [] }
  const kept = store?.archive()
  const begun = kept === undefined ? begin(options) : importSnapshot(kept, lodging)
  const state = begun.cloud
  let { manifest } = begun
  if (kept !== undefined && options.timing !== undefined) state.timing = resolveTiming(options.timing, state.timing)
  store?.attach(state, manifest)
  const log = options.control ? new RequestLog() : undefined
  const configAt = (origin: string): EmulatorConfig => {
    const { target, ...rest } = configOf(state, manifest, origin)
    return { target: { ...target, ...(options.control ? { control: `${origin}/_emulator` } : {}) }, ...rest }
  }
  const emulator: Emulator = {
    state,
    get config() {
      return configAt(url)
    },
    configAt,
    control: createEmulatorControl(state, log),
    fetch: async (input, init) => serve(new Request(input, init)),
    serve: (request, peer) => serve(request, peer),
    snapshot: () => exportSnapshot(state, manifest),
    restore: (archive) => {
      const restored = importSnapshot(archive, lodging)
      replaceCloudState(state, restored.cloud)
      manifest = restored.manifest
      store?.attach(state, manifest)
    },
    reset: (seed = options.seed ?? {}) => {
      const fresh = createCloudState({ ...options, seed })
      const renewed = reseedCloud(fresh, seed, manifest)
      replaceCloudState(state, fresh)
      manifest = renewed
      store?.attach(state, manifest)
    },
  }
  const app = createApp({ cloud: state, log })
  const steered = log === undefined ? app : withControl(app, controlRoutes({ emulator, log }))
  const respond = store === undefined ? steered : withKeeper(steered, store)
  const serve = async (request: Request, peer?: Peer): Promise<Response> => {
    const response = await respond(fromFetch(request), peer)
    if (response === undefined) throw connectionLost()
    return toResponse(response)
  }
  return { emulator, respond }
}

function begin(options: EmulatorOptions): { readonly cloud: CloudState; readonly manifest: SeedManifest } {
  const cloud = createCloudState(options)
  return { cloud, manifest: seedCloud(cloud, options.seed ?? {}) }
}

/** Nobody hears of a change before it is written down, nor anything at all while that is not possible. */
const withKeeper =
  (app: Respond, store: StateStore): Respond =>
  async (message, peer) => {
    const response = await app(message, peer)
    try {
      await store.flush()
    } catch (error) {
      if (!(error instanceof StateFileError)) throw error
      console.error(`The state could not be kept: ${error.message}`)
      return novaFault(new ApiError(500, 'The state of the emulator could not be kept.'))
    }
    return response
  }

const withControl =
  (app: Respond, control: Control): Respond =>
  (message, peer) =>
    isControlPath(message.url) ? control(message, peer) : app(message, peer)

function isControlPath(url: string): boolean {
  return /^\/_emulator(\/|$)/.test(parseRequestUrl(url).path)
}

/** As `fetch` fails when a connection breaks. */
function connectionLost(): TypeError {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  return new TypeError('fetch failed', { cause })
}
