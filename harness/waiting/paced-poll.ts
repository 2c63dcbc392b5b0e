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
  /** The awaited effect, so that a wait that has timed out before is not repeated at full length. */
  readonly key: string
  /** Whether a response shows that the effect will not come. */
  isFinal?(response: ApiResponse, elapsedMs: number): boolean
}

/** Reads until a condition holds or the timeout that fits the pace of the target has passed. The status line shows what is awaited. */
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
