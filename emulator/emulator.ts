import { createApp } from './app.ts'
import type { EmulatorConfig, EmulatorOptions } from './options.ts'
import { furnish } from './seed.ts'
import { createWorld, type World } from './state/world.ts'

/** An emulator without a socket. */
export interface Emulator {
  readonly config: EmulatorConfig
  readonly state: World
  readonly fetch: (request: Request) => Response | Promise<Response>
}

/**
 * Builds an emulator that answers requests given to `fetch`.
 * @param url the origin that the config names; requests may come by any other, and links follow the request.
 * @throws TypeError for options that cannot be, RangeError for an unknown fault.
 */
export function createEmulator(options: EmulatorOptions = {}, url = 'http://emulator.localhost'): Emulator {
  const state = createWorld(options)
  const config = furnish(state, options.seed ?? {}, url)
  const app = createApp(state)
  return { config, state, fetch: (request) => app.fetch(request) }
}
