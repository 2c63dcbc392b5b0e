import type { TimeoutSettings } from '#engine/target'

/**
 * How long a run waits for something that does not happen. `normal` is what `run` gives the embedded emulator. `short` is for the
 * first run with a fault, since many faults make a wait futile: a hundred times the longest transition of the emulator.
 */
export type TimeoutProfile = 'short' | 'normal'

export const isTimeoutProfile = (value: unknown): value is TimeoutProfile => value === 'short' || value === 'normal'

export const timeoutsOf: Readonly<Record<TimeoutProfile, TimeoutSettings>> = {
  short: {
    create: '2s',
    stop: '2s',
    start: '2s',
    reboot: '2s',
    resize: '2s',
    snapshot: '2s',
    attach: '2s',
    detach: '2s',
    delete: '2s',
    propagation: '700ms',
    request: '20s',
  },
  normal: {
    create: '15s',
    stop: '6s',
    start: '6s',
    reboot: '9s',
    resize: '30s',
    snapshot: '30s',
    attach: '6s',
    detach: '6s',
    delete: '9s',
    propagation: '1s',
    request: '20s',
  },
}
