import type { MonotonicClock } from '../clock.ts'
import { InconclusiveError, RequestError } from '../errors.ts'
import { retryAfter } from '../transport/unavailable.ts'
import type { ApiResponse } from './api-response.ts'
import { findServersNamed, type SearchingClient } from './creation-tracking.ts'

/** Milliseconds after which a create whose response was lost has reached the list. */
const listDelayMs = 750
/** Milliseconds before a request is sent again because the resource was busy. */
const busyDelaysMs = [250, 750, 1_500, 3_000]
const maxBusyDelayMs = 10_000
/** Characters of a message that are searched for words. */
const maxSearched = 2_000

/** Words of a conflict that passes, and those of one that depends on the status of the server. */
const isBusy =
  /\bbusy\b|in progress|\bpending\b|try(ing)? again|\bretry|\block(ed)?\b|another (operation|task|request)|concurrent|temporar/i
const isForStatus = /vm_state|task_state|in (the )?(status|state)\b/i

/**
 * Milliseconds after which a request may be sent again that was rejected because the resource was busy; undefined for another
 * response, or after too many attempts.
 */
function busyDelay(response: ApiResponse, attempts: number): number | undefined {
  const delay = busyDelaysMs[attempts]
  if (response.status !== 409 || delay === undefined) return undefined
  const excerpt = response.text.slice(0, maxSearched)
  const requested = retryAfter(response.header('retry-after'))
  if (requested === undefined && (!isBusy.test(excerpt) || isForStatus.test(excerpt))) return undefined
  return Math.max(delay, Math.min(requested ?? 0, maxBusyDelayMs))
}

/** Sends a request, and again for a while as long as the target says that the resource is busy (409). */
export async function sendWhileBusy(
  send: () => Promise<ApiResponse>,
  clock: MonotonicClock,
  signal: AbortSignal | undefined,
): Promise<ApiResponse> {
  for (let attempts = 0; ; attempts++) {
    const response = await send()
    const delay = busyDelay(response, attempts)
    if (delay === undefined || signal?.aborted) return response
    await clock.sleep(delay, signal)
  }
}

/**
 * Sends a create of a server, and again if its response was lost and a moment later no server has the name. A create without a
 * name cannot be searched for.
 */
export async function sendUnlessCreated(
  send: () => Promise<ApiResponse>,
  client: SearchingClient,
  name: string,
  clock: MonotonicClock,
): Promise<ApiResponse> {
  try {
    return await send()
  } catch (error) {
    if (!isResponseLost(error) || name === '') throw error
    await clock.sleep(listDelayMs)
    if (await mayExist(client, name)) throw error
    return send()
  }
}

const isResponseLost = (error: unknown): boolean =>
  error instanceof RequestError &&
  error.mayHaveTakenEffect &&
  (error.kind === 'connection-lost' || error.kind === 'unavailable')

async function mayExist(client: SearchingClient, name: string): Promise<boolean> {
  try {
    return (await findServersNamed(client, name)).length > 0
  } catch (error) {
    if (error instanceof InconclusiveError) return true
    throw error
  }
}
