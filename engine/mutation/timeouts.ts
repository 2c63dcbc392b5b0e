import type { TimeoutSettings } from '../target/config/config.ts'

/**
 * How long a run waits for what does not come. `patient` is what `run` grants the embedded emulator. `quick` is for the first
 * attempt at a fault: a hundred times what the slowest transition of the emulator takes, since many faults make a wait endless.
 */
export type MutantTimeouts = 'quick' | 'patient'

export const isMutantTimeouts = (value: unknown): value is MutantTimeouts => value === 'quick' || value === 'patient'

/** The waiting budgets of a pace. */
export const timeoutsOf: Readonly<Record<MutantTimeouts, TimeoutSettings>> = {
  quick: {
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
  patient: {
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
