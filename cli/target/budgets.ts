import type { Budgets } from '#harness/client'
import type { Timing } from '../config/config.ts'
import { milliseconds } from '../config/duration.ts'

/** Milliseconds. Generous, since only a target that does not get there pays them in full. */
export const defaultBudgets: Budgets = {
  create: 300_000,
  stop: 120_000,
  start: 120_000,
  reboot: 180_000,
  resize: 600_000,
  snapshot: 600_000,
  attach: 120_000,
  detach: 120_000,
  delete: 180_000,
  settle: 20_000,
  request: 60_000,
}

/** However small the scale: an answer that takes longer than this is late for any client. */
const leastRequest = 5_000

/**
 * The waiting budgets in milliseconds. Later timings win over earlier ones, all are multiplied by the scale; one answer has
 * at least five seconds unless a timing says otherwise.
 */
export function budgetsFrom(timings: readonly (Timing | undefined)[], scale: number): Budgets {
  const written: Timing = Object.assign({}, ...timings)
  const budget = (name: keyof Budgets) => {
    const given = written[name]
    const base = (given === undefined ? undefined : milliseconds(given)) ?? defaultBudgets[name]
    const scaled = Math.max(1, Math.round(base * scale))
    return name === 'request' && base >= leastRequest ? Math.max(leastRequest, scaled) : scaled
  }
  return {
    create: budget('create'),
    stop: budget('stop'),
    start: budget('start'),
    reboot: budget('reboot'),
    resize: budget('resize'),
    snapshot: budget('snapshot'),
    attach: budget('attach'),
    detach: budget('detach'),
    delete: budget('delete'),
    settle: budget('settle'),
    request: budget('request'),
  }
}
