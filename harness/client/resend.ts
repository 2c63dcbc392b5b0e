import type { MonotonicClock } from '../clock.ts'
import { InconclusiveError, RequestError } from '../errors.ts'
import { findServersNamed, type SearchingClient } from '../resources/server-search.ts'
import { retryAfter } from '../transport/unavailable.ts'
import type { ApiResponse } from './api-response.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { requestKind } from './request-kind.ts'

/** How long a resource whose create lost its response may take to appear in the list, in milliseconds. */
const listDelayMs = 750
/** How long to wait before each retry of a request because the resource is busy, in milliseconds. */
const busyBackoffMs = [250, 750, 1_500, 3_000, 3_000, 3_000]
/** How long to wait before each retry of a deletion after any conflict, in milliseconds. */
const conflictBackoffMs = [250, 750]
const maxBusyDelayMs = 10_000
/**
 * How long to wait before each retry of a request that must be rejected, in milliseconds. There are enough retries that a gateway which
 * rejects some requests as busy is unlikely to be mistaken for the target.
 */
const busyRejectionBackoffMs = [250, 500, 750, 1_000, 1_000, 1_000]
/** How many characters of a message are searched for words. */
const maxSearched = 2_000

/** Words in messages about temporary conflicts, and about conflicts with the status of the server. */
const isBusy =
  /\bbusy\b|in progress|\bpending\b|try(ing)? again|\bretry|\block(ed)?\b|another (operation|task|request)|concurrent|temporar/i
const isForStatus = /vm_state|in (the )?(status|state)\b/i
const isForTask = /task_state/i

/** Tells whether a message says that a resource is busy. A request may have to be rejected because of a task, so a task does not count. */
const saysBusy = (excerpt: string): boolean =>
  isBusy.test(excerpt) && !isForStatus.test(excerpt) && !isForTask.test(excerpt)

/** Like `saysBusy`, for a request that must be accepted: a stale replica may not have shown the task that the target waits for. */
const saysBusyOrHasTask = (excerpt: string): boolean => isForTask.test(excerpt) || saysBusy(excerpt)

/**
 * Returns how long to wait before the next retry of a request that was rejected because the resource is busy, in milliseconds; undefined
 * for any other response, or after the last attempt.
 * @param delay the shortest wait, in milliseconds; undefined after the last attempt
 * @param isTemporary tells whether the message of the rejection describes a temporary conflict
 */
function busyDelay(
  response: ApiResponse,
  delay: number | undefined,
  isTemporary: (excerpt: string) => boolean,
): number | undefined {
  if (response.status !== 409 || delay === undefined) return undefined
  const requested = retryAfter(response.header('retry-after'))
  if (requested === undefined && !isTemporary(response.text.slice(0, maxSearched))) return undefined
  return Math.max(delay, Math.min(requested ?? 0, maxBusyDelayMs))
}

/** The state that the requests of a run share about busy resources. */
export interface BusyContext {
  readonly clock: MonotonicClock
  /** Kinds of requests that were still rejected as busy after all retries. They are not retried again. */
  readonly busyKinds: Set<string>
}

/**
 * Sends a request, and retries it with backoff while the target rejects it because the resource is busy (409).
 * @param kind identifies requests that would be rejected for the same reason
 */
export async function sendWhileBusy(
  send: () => Promise<ApiResponse>,
  kind: string,
  { clock, busyKinds }: BusyContext,
  signal: AbortSignal | undefined,
): Promise<ApiResponse> {
  for (let attempts = 0; ; attempts++) {
    const response = await send()
    const delay = busyDelay(response, busyBackoffMs[attempts], saysBusyOrHasTask)
    if (delay === undefined && attempts === busyBackoffMs.length && response.status === 409) busyKinds.add(kind)
    if (delay === undefined || busyKinds.has(kind) || signal?.aborted) return response
    await clock.sleep(delay, signal)
  }
}

/**
 * Sends a request that must be rejected, and retries it up to six times while the resource is busy (409), because such a rejection does not
 * depend on the content of the request. A conflict that lasts counts as the response.
 */
export async function sendAgainIfBusy(
  send: () => Promise<ApiResponse>,
  clock: MonotonicClock,
  signal: AbortSignal | undefined,
): Promise<ApiResponse> {
  for (let attempts = 0; ; attempts++) {
    const response = await send()
    const delay = busyDelay(response, busyRejectionBackoffMs[attempts], saysBusy)
    if (delay === undefined || signal?.aborted) return response
    await clock.sleep(delay, signal)
  }
}

/** Sends a request, and retries it while the server is busy, unless it is a read or about a temporary state. */
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

/** Sends a deletion, and retries it after any conflict (409): an operation that a test began may still be in progress. */
export async function sendUnlessConflict(
  send: () => Promise<ApiResponse>,
  clock: MonotonicClock,
): Promise<ApiResponse> {
  let response = await send()
  for (const delay of conflictBackoffMs) {
    if (response.status !== 409) break
    await clock.sleep(delay)
    response = await send()
  }
  return response
}

/** The properties of a create request that decide whether it is retried. */
export interface RepeatableCreate {
  /** Empty when the request has none. */
  readonly name: string
  /** Whether the target must reject the request. */
  readonly isInvalid: boolean
}

/**
 * Sends a create, which is not idempotent, and retries it if its response was lost or the service was unavailable or failed (503, 500),
 * unless a resource with the name exists a moment later. A resource without a name cannot be searched for; after a lost response its create
 * is retried only if the target must reject it and a gateway may have responded in place of the target.
 * @param exists tells whether the create had an effect after all; throws an InconclusiveError if that is not known
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
    // The first request took effect after the search.
    const tookEffect = second.status === 409
    if (isLost && tookEffect) throw first
    return !isLost && tookEffect && first.status === 500 ? first : second
  }
  if (isLost) throw first
  return first
}

/** Tells whether a server has a name, or a name derived from it by a create of several servers. */
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
