import type { ApiResponse } from '../client/api-response.ts'
import type { RunContext } from '../run-context.ts'
import { repeatedErrorCheck } from './final-error.ts'
import type { WaitName } from './pace.ts'
import { type PollResult, pollResponse } from './polling.ts'

/** A poll: what to read, and for how long. */
export interface PacedPoll {
  read(): Promise<ApiResponse>
  isDone(response: ApiResponse, elapsedMs: number): boolean
  /** The timeout that applies. */
  readonly name: WaitName
  /** Names the awaited effect: a later wait for an effect that has timed out before is shorter. */
  readonly key: string
  /** Whether a response shows that the effect will not come. */
  isFinal?(response: ApiResponse, elapsedMs: number): boolean
}

/** Polls until a condition holds, or until the timeout that fits the pace of the target. The status line shows the awaited effect. */
export async function pollAtPace(
  { pace, clock, waits }: Pick<RunContext, 'pace' | 'clock' | 'waits'>,
  { read, isDone, name, key, isFinal }: PacedPoll,
): Promise<PollResult<ApiResponse>> {
  const wait = waits.begin()
  const isFinalError = repeatedErrorCheck()
  let isDoneAtLast = false
  const isDoneAfter = (response: ApiResponse, elapsedMs: number): boolean => {
    pace.recordResponse(response.exchange.ms)
    wait.report(`waiting for ${name} (${key}), ${(elapsedMs / 1000).toFixed(0)} s`)
    isDoneAtLast = isDone(response, elapsedMs)
    return isDoneAtLast || isFinalError(response, elapsedMs) || isFinal?.(response, elapsedMs) === true
  }
  const last = await pollResponse(read, isDoneAfter, () => pace.deadlineMs(name, key), clock).finally(wait.end)
  const result = { ...last, isDone: isDoneAtLast }
  if (result.isDone) pace.recordSuccess(name, result.sentMs, key)
  else pace.recordTimeout(name, key)
  return result
}
