import { setTimeout as sleep } from 'node:timers/promises'

export interface Schedule {
  /** Milliseconds from the beginning of a run to that of the next. */
  readonly everyMs: number
  /** When the first run begins, in milliseconds since 1970. One that has passed begins at once. */
  readonly firstAt: number
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Ends the schedule. */
  readonly signal: AbortSignal
}

/** Timers count at most 2³¹ milliseconds, and do not notice that the clock was set or that the machine was suspended. */
const maxSleepMs = 60_000

async function waitUntil(time: number, { now, signal }: Schedule): Promise<void> {
  while (!signal.aborted && now() < time)
    await sleep(Math.min(time - now(), maxSleepMs), undefined, { signal }).catch(() => undefined)
}

/**
 * Runs at equal distances until the signal is aborted. Runs never overlap: those that would begin while another one lasts are left out.
 * @param onSkipped receives how many were left out
 */
export async function runOnSchedule(
  schedule: Schedule,
  run: () => Promise<void>,
  onSkipped: (runs: number) => void,
): Promise<void> {
  const { everyMs, now, signal } = schedule
  let next = Math.max(schedule.firstAt, now())
  for (;;) {
    await waitUntil(next, schedule)
    if (signal.aborted) return
    await run()
    const skipped = Math.max(0, Math.ceil((now() - next) / everyMs) - 1)
    if (skipped > 0) onSkipped(skipped)
    next += (skipped + 1) * everyMs
  }
}
