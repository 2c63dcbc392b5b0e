import { setTimeout as sleep } from 'node:timers/promises'

export interface RetryOptions {
  /** Milliseconds before the second attempt; each later pause is longer by the factor. */
  readonly firstPauseMs: number
  readonly factor: number
  readonly maxPauseMs: number
  /** Milliseconds since the epoch. */
  readonly deadline: number
}

/** Repeats an attempt until its result is final or the next pause would pass the deadline. Returns the last result. */
export async function retry<Result>(
  attempt: () => Promise<Result>,
  isFinal: (result: Result) => boolean,
  { firstPauseMs, factor, maxPauseMs, deadline }: RetryOptions,
): Promise<Result> {
  for (let pause = firstPauseMs; ; pause = Math.min(pause * factor, maxPauseMs)) {
    const result = await attempt()
    if (isFinal(result) || Date.now() + pause > deadline) return result
    await sleep(pause)
  }
}
