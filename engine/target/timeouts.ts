import type { Timeouts } from '#model'

import type { TimeoutSettings } from './config/config.ts'
import { milliseconds } from './config/duration.ts'

/** Milliseconds. Generous, since only a target that does not get there pays them in full. */
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

/** However small the scale: an answer that takes longer than this is late for any client. */
const leastRequest = 5_000

/**
 * The waiting budgets in milliseconds. Later timings win over earlier ones, all are multiplied by the scale; one answer has
 * at least five seconds unless a timing says otherwise.
 */
export function timeoutsFrom(timings: readonly (TimeoutSettings | undefined)[], scale: number): Timeouts {
  const written: TimeoutSettings = Object.assign({}, ...timings)
  const timeouts = (name: keyof Timeouts) => {
    const given = written[name]
    const base = (given === undefined ? undefined : milliseconds(given)) ?? defaultTimeouts[name]
    const scaled = Math.max(1, Math.round(base * scale))
    return name === 'request' && base >= leastRequest ? Math.max(leastRequest, scaled) : scaled
  }
  return {
    create: timeouts('create'),
    stop: timeouts('stop'),
    start: timeouts('start'),
    reboot: timeouts('reboot'),
    resize: timeouts('resize'),
    snapshot: timeouts('snapshot'),
    attach: timeouts('attach'),
    detach: timeouts('detach'),
    delete: timeouts('delete'),
    propagation: timeouts('propagation'),
    request: timeouts('request'),
  }
}
