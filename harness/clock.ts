import { setTimeout as delay } from 'node:timers/promises'

/** Elapsed time and sleeping: every wait of the harness goes through it, so that tests can drive time by hand. */
export interface MonotonicClock {
  /** Returns the milliseconds since an arbitrary point; never decreases. */
  now(): number
  /** Resolves after `ms` milliseconds, or as soon as the signal is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The monotonic clock of this process. */
export const monotonicClock: MonotonicClock = {
  now: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
}
