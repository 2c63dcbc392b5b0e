import type { MonotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import type { RawResponse } from '../transport/http-message.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { minFailures, type UnansweredRequests } from './unanswered-requests.ts'

/** Milliseconds to wait for a first response to another read, and between two checks. */
const maxWaitMs = 5_000
const waitMs = 100

/** The part of a run that repeating a read needs. Times are in milliseconds of `clock`. */
export interface ReadRepetition {
  readonly clock: MonotonicClock
  readonly unanswered: UnansweredRequests
  /** Sends the read again. */
  send(): Promise<RawResponse>
  /** Sends another read, which the target has answered before. */
  sendOther(read: OutgoingRequest): Promise<unknown>
  recordResponse(response: RawResponse, sentAt: number): void
  recordFailure(error: RequestError, sentAt: number): void
}

/** Whether a request that failed is a read that was broken off at once, which is quickly repeated. */
export const isQuickFailure = ({ method }: OutgoingRequest, { kind, exceedsLimits }: RequestError): boolean =>
  method === 'GET' && (kind === 'connection-lost' || kind === 'invalid-response') && !exceedsLimits

/**
 * Repeats a read that was broken off, between reads that the target answers, until it is clear whether reads of its kind never get a
 * usable response. A run may have no other request that would tell.
 */
export async function repeatRead(kind: string, repetition: ReadRepetition): Promise<void> {
  const { unanswered, clock } = repetition
  if (!unanswered.beginRepeating(kind)) return
  const answered = await findAnsweredRead(repetition)
  for (let count = 1; count < minFailures; count++) {
    if (answered === undefined || !(await responds(repetition, answered))) return
    const sentAt = clock.now()
    const failure = await repetition.send().then(
      (response) => repetition.recordResponse(response, sentAt),
      (error: unknown) => error,
    )
    if (!(failure instanceof RequestError) || !failure.isAboutRequest) return
    repetition.recordFailure(failure, sentAt)
  }
}

/** A read that the target has answered; at the beginning of a run there may be none yet. */
async function findAnsweredRead({ unanswered, clock }: ReadRepetition): Promise<OutgoingRequest | undefined> {
  for (let waited = 0; unanswered.answeredRead === undefined && waited < maxWaitMs; waited += waitMs)
    await clock.sleep(waitMs)
  return unanswered.answeredRead
}

/** Whether the target responds to a read that it has answered before, whatever its status. */
async function responds({ unanswered, sendOther }: ReadRepetition, read: OutgoingRequest): Promise<boolean> {
  try {
    await sendOther(read)
    unanswered.recordResponse(undefined)
    return true
  } catch {
    return false
  }
}
