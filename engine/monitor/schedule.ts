import { setTimeout as sleep } from 'node:timers/promises'

/** The time of day, and waiting for a later one. */
export interface WallClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after `ms` milliseconds, or as soon as the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** The clock of this machine. */
export const wallClock: WallClock = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
}

/** When runs begin and end. */
export interface Schedule {
  /** Milliseconds from the beginning of a run to that of the next. */
  readonly everyMs: number
  /** When the first run begins, in milliseconds since 1970. A time in the past means at once. */
  readonly firstAt: number
  /** Ends the schedule. */
  readonly signal: AbortSignal
}

/** Timers count at most 2³¹ milliseconds, and do not notice that the clock was set or that the machine was suspended. */
const maxSleepMs = 60_000

async function waitUntil(time: number, signal: AbortSignal, clock: WallClock): Promise<void> {
  while (!signal.aborted && clock.now() < time) await clock.sleep(Math.min(time - clock.now(), maxSleepMs), signal)
}

/**
 * Runs at equal intervals until the signal is aborted. Runs never overlap: those that would begin while another one is
 * in progress are skipped.
 * @param onSkipped receives how many were skipped
 */
export async function runOnSchedule(
  schedule: Schedule,
  run: () => Promise<void>,
  onSkipped: (runs: number) => void,
  clock: WallClock = wallClock,
): Promise<void> {
  const { everyMs, signal } = schedule
  let next = Math.max(schedule.firstAt, clock.now())
  for (;;) {
    await waitUntil(next, signal, clock)
    if (signal.aborted) return
    await run()
    const skipped = Math.max(0, Math.ceil((clock.now() - next) / everyMs) - 1)
    if (skipped > 0) onSkipped(skipped)
    next += (skipped + 1) * everyMs
  }
}
