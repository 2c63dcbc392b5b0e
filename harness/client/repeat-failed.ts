import type { MonotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import type { RawResponse } from '../transport/http-message.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { minFailures, type UnansweredRequests } from './unanswered-requests.ts'

/** How long to wait for the first response to another read, and the interval between two checks for it, in milliseconds. */
const maxWaitMs = 5_000
const waitMs = 100

/** The functions and state that `repeatFailed` needs. Times are in milliseconds of `clock`. */
export interface Repetition {
  readonly clock: MonotonicClock
  readonly unanswered: UnansweredRequests
  /** Sends the request again. */
  send(): Promise<RawResponse>
  /** Sends another read, which got a response before. */
  sendOther(read: OutgoingRequest): Promise<unknown>
  recordResponse(response: RawResponse, sentAt: number): void
  recordFailure(error: RequestError, sentAt: number): void
}

/** Methods of the API whose requests may be repeated without knowing whether the first one was carried out (RFC 9110, 9.2.2). */
const idempotentMethods = ['GET', 'PUT', 'DELETE']

/** Tells whether a failed request may be repeated, and failed without a timeout, so that repeating it takes little time. */
export const isQuickFailure = ({ method }: OutgoingRequest, { kind, exceedsLimits }: RequestError): boolean =>
  idempotentMethods.includes(method) && (kind === 'connection-lost' || kind === 'invalid-response') && !exceedsLimits

/**
 * Retries a failed request, alternating with reads that get responses, until it is clear whether requests of its kind never get a usable
 * response. The run may have no other request of this kind.
 */
export async function repeatFailed(kind: string, repetition: Repetition): Promise<void> {
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

/** Waits for a read that got a response; at the beginning of a run there may be none yet. */
async function findAnsweredRead({ unanswered, clock }: Repetition): Promise<OutgoingRequest | undefined> {
  for (let waited = 0; unanswered.answeredRead === undefined && waited < maxWaitMs; waited += waitMs)
    await clock.sleep(waitMs)
  return unanswered.answeredRead
}

/** Tells whether the target responds, with any status, to a read that got a response before. */
async function responds({ unanswered, sendOther }: Repetition, read: OutgoingRequest): Promise<boolean> {
  try {
    await sendOther(read)
    unanswered.recordResponse(undefined)
    return true
  } catch {
    return false
  }
}
