import * as v from 'valibot'
import { parseBody, rejectInvalid } from './input.ts'
import type { ControlCall, ControlRoute } from './route.ts'

const text = v.pipe(v.string(), v.minLength(1))
const integer = v.pipe(v.number(), v.integer())
const names = v.pipe(v.array(text), v.readonly())

const seedBody = v.strictObject({
  random: v.exactOptional(integer),
  zones: v.exactOptional(names),
  networkNames: v.exactOptional(names),
  existingServers: v.exactOptional(integer),
  images: v.exactOptional(integer),
  flavorFamilies: v.exactOptional(names),
  tokenLifetime: v.exactOptional(integer),
})

const resetBody = v.strictObject({ seed: v.exactOptional(seedBody) })

/** Restores the state of the start, including faults, timing and clock, or seeds another one. */
function reset({ emulator, body, log, origin }: ControlCall) {
  const { seed } = body === undefined ? {} : parseBody(resetBody, body, 'reset')
  rejectInvalid(() => emulator.reset(seed))
  log.clear()
  return emulator.configAt(origin)
}

function importState({ emulator, body, origin }: ControlCall) {
  rejectInvalid(() => emulator.restore(body))
  return emulator.configAt(origin)
}

export const stateRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/config', handle: ({ emulator, origin }) => emulator.configAt(origin) },
  { method: 'POST', path: '/reset', handle: reset },
  { method: 'GET', path: '/state', handle: ({ emulator }) => emulator.snapshot() },
  { method: 'PUT', path: '/state', handle: importState },
]
