import { resolveTiming } from '../timing.ts'
import { rejectInvalid } from './input.ts'
import type { ControlCall, ControlRoute } from './route.ts'

/** Takes `"instant"`, `"realistic"` or a table; missing entries become instant. */
function replaceTiming({ emulator, body }: ControlCall) {
  emulator.state.timing = rejectInvalid(() => resolveTiming(body ?? null))
  return emulator.state.timing
}

/** Changes some entries. Transitions in progress keep their duration. */
function changeTiming({ emulator, body }: ControlCall) {
  const table = typeof body === 'object' ? body : null
  emulator.state.timing = rejectInvalid(() => resolveTiming(table, emulator.state.timing))
  return emulator.state.timing
}

export const timingRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/timing', handle: ({ emulator }) => emulator.state.timing },
  { method: 'PUT', path: '/timing', handle: replaceTiming },
  { method: 'PATCH', path: '/timing', handle: changeTiming },
]
