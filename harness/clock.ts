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

/** A sleep that lasts this much too long, in milliseconds, shows that the process was suspended, or had no processor time. */
const maxLatenessMs = 250

/**
 * Sleeps, and returns for how many milliseconds the process was suspended meanwhile, as a laptop or a virtual machine may be. A target on the
 * same machine was suspended, too, so that this time must not count towards a timeout.
 */
export async function sleepAndMeasure(clock: MonotonicClock, ms: number, signal?: AbortSignal): Promise<number> {
  const startedAt = clock.now()
  await clock.sleep(ms, signal)
  const latenessMs = clock.now() - startedAt - ms
  return latenessMs > maxLatenessMs ? latenessMs : 0
}
