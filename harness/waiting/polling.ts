import type { ApiResponse } from '../client/api-response.ts'
import { type MonotonicClock, monotonicClock, sleepAndMeasure } from '../clock.ts'
import { retryAfter } from '../transport/unavailable.ts'

export interface PollOptions<T> {
  /** Called until it ends the poll by returning true. `elapsedMs`: since the poll began. */
  isDone(value: T, elapsedMs: number): boolean
  /**
   * Returns the timeout in milliseconds, and is called after each read. The first read that ends after the timeout is the last one, but
   * there are at least two. Time in which this process was suspended does not count: nothing was
   * observed meanwhile.
   */
  timeoutMs(): number
  /** Returns the milliseconds until the next read. */
  delayMs(value: T, elapsedMs: number): number
  readonly clock?: MonotonicClock
}

/** The last value of a poll; `isDone` is false after a timeout. */
export interface PollResult<T> {
  readonly value: T
  readonly isDone: boolean
  readonly elapsedMs: number
  /**
   * When the last read began, in milliseconds since the beginning of the poll. If the first read is the last, the effect was visible at
   * once.
   */
  readonly sentMs: number
}

const minReads = 2
/** Reads repeatedly until a condition holds or the timeout has passed. Errors of `read` end the poll. */
export async function pollUntil<T>(
  read: () => Promise<T>,
  { isDone, timeoutMs, delayMs, clock = monotonicClock }: PollOptions<T>,
): Promise<PollResult<T>> {
  const start = clock.now()
  let suspendedMs = 0
  for (let reads = 1; ; reads++) {
    const sentMs = clock.now() - start
    const value = await read()
    const elapsedMs = clock.now() - start
    if (isDone(value, elapsedMs)) return { value, isDone: true, elapsedMs, sentMs }
    // A single slow read does not show that nothing changes.
    if (elapsedMs - suspendedMs > timeoutMs() && reads >= minReads) return { value, isDone: false, elapsedMs, sentMs }
    suspendedMs += await sleepAndMeasure(clock, delayMs(value, elapsedMs))
  }
}

const minDelayMs = 4
const maxDelayMs = 5_000
const maxRetryAfterMs = 60_000

/**
 * Returns the milliseconds until the next read: as long as Retry-After requests; otherwise a fifth of the time waited so far, but at least
 * four times as long as the target took to respond.
 */
export function pollDelay(elapsedMs: number, { exchange }: Pick<ApiResponse, 'exchange'>): number {
  const requested = retryAfter(exchange.headers['retry-after'])
  if (requested !== undefined && requested > 0) return Math.min(requested, maxRetryAfterMs)
  return Math.min(Math.max(elapsedMs * 0.2, exchange.ms * 4, minDelayMs), maxDelayMs)
}

/** Polls a response with the usual delays. */
export const pollResponse = (
  read: () => Promise<ApiResponse>,
  isDone: (response: ApiResponse, elapsedMs: number) => boolean,
  timeoutMs: () => number,
  clock?: MonotonicClock,
): Promise<PollResult<ApiResponse>> =>
  pollUntil(read, {
    isDone,
    timeoutMs,
    delayMs: (response, elapsedMs) => pollDelay(elapsedMs, response),
    ...(clock ? { clock } : {}),
  })
