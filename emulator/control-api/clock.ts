import * as v from 'valibot'
import type { ControllableClock } from '../clock.ts'
import { shaped } from './body.ts'
import type { ControlCall, ControlRoute } from './route.ts'

/** Ten years: enough for every token to expire, and small enough to stay a date. */
const furthest = 10 * 365 * 24 * 60 * 60 * 1000

const setting = v.strictObject({ mode: v.picklist(['real', 'frozen']) })
const step = v.strictObject({ milliseconds: v.pipe(v.number(), v.minValue(0), v.maxValue(furthest)) })

function shown(clock: ControllableClock) {
  const now = clock.now()
  return {
    mode: clock.setting.frozenAt === null ? 'real' : 'frozen',
    now: new Date(now).toISOString(),
    milliseconds: now,
  }
}

function setMode({ emulator, body }: ControlCall) {
  const { clock } = emulator.state
  const { mode } = shaped(setting, body, 'clock')
  if (mode === 'frozen') clock.freeze()
  else clock.run()
  return shown(clock)
}

function advance({ emulator, body }: ControlCall) {
  const { milliseconds } = shaped(step, body, 'advance')
  emulator.state.clock.advance(milliseconds)
  return shown(emulator.state.clock)
}

/** Time stands still or runs on, and can be moved forward; what is due on the way happens at its own time. */
export const clockRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/clock', handle: ({ emulator }) => shown(emulator.state.clock) },
  { method: 'PUT', path: '/clock', handle: setMode },
  { method: 'POST', path: '/clock/advance', handle: advance },
]
