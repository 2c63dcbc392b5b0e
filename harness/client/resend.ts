import type { MonotonicClock } from '../clock.ts'
import { InconclusiveError, RequestError } from '../errors.ts'
import { findServersNamed, type SearchingClient } from '../resources/server-search.ts'
import { retryAfter } from '../transport/unavailable.ts'
import type { ApiResponse } from './api-response.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { requestKind } from './request-kind.ts'

/** Milliseconds after which a create whose response was lost has reached the list. */
const listDelayMs = 750
/** Milliseconds before a request is sent again because the resource was busy. */
const busyDelaysMs = [250, 750, 1_500, 3_000, 3_000, 3_000]
/** Milliseconds before a deletion is sent again after any conflict. */
const conflictDelaysMs = [250, 750]
const maxBusyDelayMs = 10_000
/**
 * Milliseconds before a request that has to be rejected is sent again: often enough that a gateway which rejects every few requests as
 * busy is unlikely to be taken for the target.
 */
const busyRejectionDelaysMs = [250, 500, 750, 1_000, 1_000, 1_000]
/** Characters of a message that are searched for words. */
const maxSearched = 2_000

/** Words in messages about temporary conflicts, and about conflicts with the status of the server. */
const isBusy =
  /\bbusy\b|in progress|\bpending\b|try(ing)? again|\bretry|\block(ed)?\b|another (operation|task|request)|concurrent|temporar/i
const isForStatus = /vm_state|task_state|in (the )?(status|state)\b/i

/**
 * Milliseconds after which a request may be sent again that was rejected because the resource was busy; undefined for another
 * response, or after too many attempts.
 * @param delay the least of these milliseconds; undefined after too many attempts
 */
function busyDelay(response: ApiResponse, delay: number | undefined): number | undefined {
  if (response.status !== 409 || delay === undefined) return undefined
  const excerpt = response.text.slice(0, maxSearched)
  const requested = retryAfter(response.header('retry-after'))
  if (requested === undefined && (!isBusy.test(excerpt) || isForStatus.test(excerpt))) return undefined
  return Math.max(delay, Math.min(requested ?? 0, maxBusyDelayMs))
}

/** The state that the requests of a run share for repeating busy ones. */
export interface BusyContext {
  readonly clock: MonotonicClock
  /** Kinds of requests that stayed busy to the end. They are not waited for again. */
  readonly busyKinds: Set<string>
}

/**
 * Sends a request, and again for a while as long as the target says that the resource is busy (409).
 * @param kind what the request has in common with others that would be rejected as well
 */
export async function sendWhileBusy(
  send: () => Promise<ApiResponse>,
  kind: string,
  { clock, busyKinds }: BusyContext,
  signal: AbortSignal | undefined,
): Promise<ApiResponse> {
  for (let attempts = 0; ; attempts++) {
    const response = await send()
    const delay = busyDelay(response, busyDelaysMs[attempts])
    if (delay === undefined && attempts === busyDelaysMs.length && response.status === 409) busyKinds.add(kind)
    if (delay === undefined || busyKinds.has(kind) || signal?.aborted) return response
    await clock.sleep(delay, signal)
  }
}

/**
 * Sends a request that is to be rejected, and up to six times more while the resource is busy (409): that says nothing about the
 * request. A conflict that lasts is the target's response to it.
 */
export async function sendAgainIfBusy(
  send: () => Promise<ApiResponse>,
  clock: MonotonicClock,
  signal: AbortSignal | undefined,
): Promise<ApiResponse> {
  for (let attempts = 0; ; attempts++) {
    const response = await send()
    const delay = busyDelay(response, busyRejectionDelaysMs[attempts])
    if (delay === undefined || signal?.aborted) return response
    await clock.sleep(delay, signal)
  }
}

/** Sends a request, and again while the server is busy: as often as its kind allows. */
export function sendWithBusyRetries(
  { operation, method, content, isInvalid, mayBeRejected, isMomentary }: OutgoingRequest,
  send: () => Promise<ApiResponse>,
  run: BusyContext,
  signal: AbortSignal | undefined,
): Promise<ApiResponse> {
  if (method === 'GET' || isMomentary) return send()
  if (isInvalid || mayBeRejected) return sendAgainIfBusy(send, run.clock, signal)
  return sendWhileBusy(send, operation === undefined ? method : requestKind(operation, content), run, signal)
}

/** Sends a deletion, and again while the resource is busy (409) with anything, such as what a test has begun. */
export async function sendUnlessConflict(
  send: () => Promise<ApiResponse>,
  clock: MonotonicClock,
): Promise<ApiResponse> {
  let response = await send()
  for (const delay of conflictDelaysMs) {
    if (response.status !== 409) break
    await clock.sleep(delay)
    response = await send()
  }
  return response
}

/** A create as far as it decides whether it is sent again. */
export interface RepeatableCreate {
  /** Empty when the request has none. */
  readonly name: string
  /** Whether the target has to reject the request. */
  readonly isInvalid: boolean
}

/**
 * Sends a create, and again if its response was lost and a moment later nothing has the name, or if the service was not available
 * or failed (503, 500), unless it was created nevertheless. A create without a name cannot be searched for; it is sent again only where the target
 * has to reject it, and something may have responded in the target's place.
 * @param exists whether the create has had an effect after all; throws an InconclusiveError when that cannot be told
 */
export async function sendUnlessCreated(
  send: () => Promise<ApiResponse>,
  { name, isInvalid }: RepeatableCreate,
  exists: (isLost: boolean) => Promise<boolean>,
  clock: MonotonicClock,
): Promise<ApiResponse> {
  const first = await send().catch((error: unknown) => {
    if (isResponseLost(error)) return error
    throw error
  })
  const isLost = first instanceof RequestError
  const isMomentary = !isLost && (first.status === 503 || (first.status === 500 && name !== ''))
  if (!isLost && !isMomentary) return first
  if (isLost && name === '' && !(isInvalid && first.kind === 'unavailable')) throw first
  await clock.sleep(listDelayMs)
  if (name === '' || !(await mayBeTrue(() => exists(isLost)))) {
    const second = await send()
    // The first request took effect after all, later than it was looked for.
    const tookEffect = second.status === 409
    if (isLost && tookEffect) throw first
    return !isLost && tookEffect && first.status === 500 ? first : second
  }
  if (isLost) throw first
  return first
}

/** Whether a server has a name, or one made from it by a create of several servers. */
export const serverExists = async (client: SearchingClient, name: string, count?: number): Promise<boolean> =>
  (await findServersNamed(client, name, count)).length > 0

const isResponseLost = (error: unknown): error is RequestError =>
  error instanceof RequestError &&
  error.mayHaveTakenEffect &&
  (error.kind === 'connection-lost' || error.kind === 'unavailable')

async function mayBeTrue(condition: () => Promise<boolean>): Promise<boolean> {
  try {
    return await condition()
  } catch (error) {
    if (error instanceof InconclusiveError) return true
    throw error
  }
}
