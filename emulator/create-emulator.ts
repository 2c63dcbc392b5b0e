import { systemClock } from './clock.ts'
import { configOf, type EmulatorConfig, type SeedManifest } from './config.ts'
import { createEmulatorControl } from './control-api/emulator-control.ts'
import { type Control, controlRoutes } from './control-api/index.ts'
import type { Emulator } from './emulator.ts'
import type { EmulatorOptions } from './options.ts'
import { StateFileError } from './persistence/errors.ts'
import type { StateStore } from './persistence/state-store.ts'
import { reseedCloud, seedCloud } from './seed.ts'
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
import { type CloudState, createCloudState, replaceCloudState } from './state/cloud-state.ts'
import { resolveTiming } from './timing.ts'

/**
 * Creates an emulator that handles requests given to `fetch`.
 * @param url the origin in the config. Requests may use any origin, and links follow the request.
 * @throws TypeError for invalid options, RangeError for an unknown fault or interpretation
 */
export function createEmulator(options: EmulatorOptions = {}, url = 'http://emulator.localhost'): Emulator {
  return createInternals(options, url).emulator
}

/** Handles a request; undefined where a fault breaks the connection instead. */
export type Respond = (request: EmulatorRequest, peer?: Peer) => Promise<EmulatorResponse | undefined>

/** An emulator and the function that a server passes its requests to. */
export interface EmulatorInternals {
  readonly emulator: Emulator
  /** Handles every request, including those to an enabled control API. */
  readonly respond: Respond
}

/** @param store persists the state; an existing state in it is continued */
export function createInternals(options: EmulatorOptions, url: string, store?: StateStore): EmulatorInternals {
  const runtime = {
    clock: options.clock ?? systemClock,
    faults: options.faults ?? [],
    interpretations: options.interpretations,
    edition: options.edition,
  }
  const stored = store?.load()
  const initial = stored === undefined ? createSeeded(options) : importSnapshot(stored, runtime)
  const state = initial.cloud
  let { manifest } = initial
  if (stored !== undefined && options.timing !== undefined) state.timing = resolveTiming(options.timing, state.timing)
  store?.attach(state, manifest)
  const replaceState = (replacement: Seeded): void => {
    replaceCloudState(state, replacement.cloud)
    manifest = replacement.manifest
    store?.attach(state, manifest)
  }
  const log = options.control ? new RequestLog() : undefined
  const configAt = (origin: string): EmulatorConfig => {
    const config = configOf(state, manifest, origin, options.edition)
    return log === undefined ? config : { ...config, target: { ...config.target, control: `${origin}/_emulator` } }
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
    restore: (snapshot) => replaceState(importSnapshot(snapshot, runtime)),
    reset: (seed = options.seed ?? {}) => {
      const cloud = createCloudState({ ...options, seed })
      replaceState({ cloud, manifest: reseedCloud(cloud, seed, manifest) })
    },
  }
  const app = createApp({ cloud: state, log })
  const controlled = log === undefined ? app : withControl(app, controlRoutes({ emulator, log }))
  const respond = store === undefined ? controlled : withPersistence(controlled, store)
  const serve = async (request: Request, peer?: Peer): Promise<Response> => {
    const response = await respond(fromFetch(request), peer)
    if (response === undefined) throw connectionReset()
    return toResponse(response)
  }
  return { emulator, respond }
}

interface Seeded {
  readonly cloud: CloudState
  readonly manifest: SeedManifest
}

function createSeeded(options: EmulatorOptions): Seeded {
  const cloud = createCloudState(options)
  return { cloud, manifest: seedCloud(cloud, options.seed ?? {}) }
}

/** Responds only after the changes are written; with 500 while they cannot be. */
const withPersistence =
  (app: Respond, store: StateStore): Respond =>
  async (request, peer) => {
    const response = await app(request, peer)
    try {
      await store.flush()
    } catch (error) {
      if (!(error instanceof StateFileError)) throw error
      console.error(`The state could not be saved: ${error.message}`)
      return novaFault(new ApiError(500, 'The state of the emulator could not be saved.'))
    }
    return response
  }

const withControl =
  (app: Respond, control: Control): Respond =>
  (request, peer) =>
    isControlPath(request.url) ? control(request, peer) : app(request, peer)

function isControlPath(url: string): boolean {
  return /^\/_emulator(\/|$)/.test(parseRequestUrl(url).path)
}

/** Returns the error that `fetch` rejects with when a connection breaks. */
function connectionReset(): TypeError {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  return new TypeError('fetch failed', { cause })
}
