import { parseDuration } from '#engine/input'
import type { Timeouts } from '#model'
import type { TimeoutSettings } from './config/config.ts'

/** The default timeouts, in milliseconds. They are long, because only waits for missing effects take the whole time. */
export const defaultTimeouts: Timeouts = {
  create: 300_000,
  stop: 120_000,
  start: 120_000,
  reboot: 180_000,
  resize: 600_000,
  snapshot: 600_000,
  attach: 120_000,
  detach: 120_000,
  delete: 180_000,
  propagation: 20_000,
  request: 60_000,
}

/** The shortest timeout of a request after scaling, in milliseconds. */
const minScaledRequest = 5_000

/** The longest timeout after scaling: a week. A timer of Node.js that is longer than 24 days would end at once. */
const maxScaled = 7 * 24 * 3_600_000

/**
 * Returns the timeouts in milliseconds. Later settings override earlier ones and the defaults, and all are multiplied by the scale. A
 * request keeps at least five seconds, unless the settings give it less; none is longer than a week.
 */
export function timeoutsFrom(settings: readonly (TimeoutSettings | undefined)[], scale: number): Timeouts {
  const merged: TimeoutSettings = Object.assign({}, ...settings)
  const timeout = (name: keyof Timeouts): number => {
    const configured = merged[name]
    const ms = (configured === undefined ? undefined : parseDuration(configured)) ?? defaultTimeouts[name]
    const scaled = Math.min(maxScaled, Math.max(1, Math.round(ms * scale)))
    return name === 'request' && ms >= minScaledRequest ? Math.max(minScaledRequest, scaled) : scaled
  }
  return {
    create: timeout('create'),
    stop: timeout('stop'),
    start: timeout('start'),
    reboot: timeout('reboot'),
    resize: timeout('resize'),
    snapshot: timeout('snapshot'),
    attach: timeout('attach'),
    detach: timeout('detach'),
    delete: timeout('delete'),
    propagation: timeout('propagation'),
    request: timeout('request'),
  }
}
