import type { TimingTable } from '#emulator'

/** What an ordinary cloud takes, in milliseconds: half a minute until a server runs, and less for most of the rest. */
const ordinaryCloud = {
  create: 25_000,
  delete: 8_000,
  start: 8_000,
  stop: 15_000,
  rebootSoft: 20_000,
  rebootHard: 15_000,
  resize: 45_000,
  verifyResize: 5_000,
  confirmResize: 3_000,
  revertResize: 20_000,
  createImage: 40_000,
  attach: 5_000,
  detach: 8_000,
  createVolume: 5_000,
  deleteVolume: 3_000,
}

/** How many times faster a rehearsal is than the run it stands for. */
export const speedup = 50

/** The timing of a rehearsal. */
export const dryRunTiming: TimingTable = Object.fromEntries(
  Object.entries(ordinaryCloud).map(([operation, ms]) => [operation, ms / speedup]),
)
