import * as v from 'valibot'
import type { ControllableClock } from '../clock.ts'
import { parseBody } from './input.ts'
import type { ControlCall, ControlRoute } from './route.ts'

/** Ten years in milliseconds: enough for every token to expire, and still a valid date. */
const longestAdvance = 10 * 365 * 24 * 60 * 60 * 1000

const clockBody = v.strictObject({ mode: v.picklist(['real', 'frozen']) })
const advanceBody = v.strictObject({ milliseconds: v.pipe(v.number(), v.minValue(0), v.maxValue(longestAdvance)) })

function present(clock: ControllableClock) {
  const now = clock.now()
  return {
    mode: clock.setting.frozenAt === null ? 'real' : 'frozen',
    now: new Date(now).toISOString(),
    milliseconds: now,
  }
}

function setMode({ emulator, body }: ControlCall) {
  const { clock } = emulator.state
  const { mode } = parseBody(clockBody, body, 'clock')
  if (mode === 'frozen') clock.freeze()
  else clock.run()
  return present(clock)
}

function advance({ emulator, body }: ControlCall) {
  const { clock } = emulator.state
  clock.advance(parseBody(advanceBody, body, 'advance').milliseconds)
  return present(clock)
}

export const clockRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/clock', handle: ({ emulator }) => present(emulator.state.clock) },
  { method: 'PUT', path: '/clock', handle: setMode },
  { method: 'POST', path: '/clock/advance', handle: advance },
]
