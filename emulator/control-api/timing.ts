import { resolveTiming } from '../timing.ts'
import { refusable } from './body.ts'
import type { ControlCall, ControlRoute } from './route.ts'

/** `"instant"`, `"realistic"` or a whole table, what it leaves out being instant. */
function replace({ emulator, body }: ControlCall) {
  emulator.state.timing = refusable(() => resolveTiming(body ?? null))
  return emulator.state.timing
}

/** Some entries; the others stay. What is already under way keeps the time it was given. */
function change({ emulator, body }: ControlCall) {
  const table = typeof body === 'object' ? body : null
  emulator.state.timing = refusable(() => resolveTiming(table, emulator.state.timing))
  return emulator.state.timing
}

export const timingRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/timing', handle: ({ emulator }) => emulator.state.timing },
  { method: 'PUT', path: '/timing', handle: replace },
  { method: 'PATCH', path: '/timing', handle: change },
]
