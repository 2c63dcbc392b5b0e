import * as v from 'valibot'
import { refusable, shaped } from './body.ts'
import type { ControlCall, ControlRoute } from './route.ts'

const text = v.pipe(v.string(), v.minLength(1))
const whole = v.pipe(v.number(), v.integer())
const names = v.pipe(v.array(text), v.readonly())

const seed = v.strictObject({
  random: v.exactOptional(whole),
  zones: v.exactOptional(names),
  networkNames: v.exactOptional(names),
  existingServers: v.exactOptional(whole),
  images: v.exactOptional(whole),
  flavorFamilies: v.exactOptional(names),
  tokenLifetime: v.exactOptional(whole),
})

const wish = v.strictObject({ seed: v.exactOptional(seed) })

/** Everything as at the start, faults, timing and clock too; a seed makes another cloud of it. */
function reset({ emulator, body, log, origin }: ControlCall) {
  const { seed: wanted } = body === undefined ? {} : shaped(wish, body, 'reset')
  refusable(() => emulator.reset(wanted))
  log.clear()
  return configAt({ emulator, origin })
}

/** The config file of a client that reaches the emulator as this caller does. */
function configAt({ emulator, origin }: Pick<ControlCall, 'emulator' | 'origin'>): object {
  return emulator.configAt(origin)
}

function importState({ emulator, body, origin }: ControlCall) {
  refusable(() => emulator.restore(body))
  return configAt({ emulator, origin })
}

export const stateRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/config', handle: configAt },
  { method: 'POST', path: '/reset', handle: reset },
  { method: 'GET', path: '/state', handle: ({ emulator }) => emulator.snapshot() },
  { method: 'PUT', path: '/state', handle: importState },
]
