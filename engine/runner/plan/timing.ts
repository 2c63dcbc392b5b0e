import type { TimingTable } from '#emulator'

/** Typical durations of a cloud in milliseconds: half a minute until a server is running, and less for most other operations. */
const typicalDurations = {
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

/** How many times faster the dry run is than the planned run. */
export const speedup = 50

/** The timing of the emulator in a dry run. */
export const dryRunTiming: TimingTable = Object.fromEntries(
  Object.entries(typicalDurations).map(([operation, ms]) => [operation, ms / speedup]),
)
