import type { Timeouts } from '#model'

/** Timeouts in milliseconds, as by default. */
export const timeouts: Timeouts = {
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
