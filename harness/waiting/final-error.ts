import type { ApiResponse } from '../client/api-response.ts'

/**
 * Tells whether a rejection is about the read itself, so that no later state of a resource changes it. A change may be rejected because a
 * resource is in use.
 */
const isForRequest = ({ status, exchange: { method } }: ApiResponse): boolean =>
  method === 'GET' && [400, 405, 406, 411, 414, 415, 501].includes(status)
/** How long such a rejection must last until it is final, in milliseconds. */
const requestErrorMs = 1_000
/** The same for a list that returns 404, as some targets do for an empty list, which may lag behind. */
const missingListMs = 5_000

const isMissingList = ({ status, exchange: { operation } }: ApiResponse): boolean =>
  status === 404 && operation !== undefined && operation.startsWith('list') && operation !== 'listVolumeAttachments'

/** Returns how long an error must last until it is final, in milliseconds; undefined if only the timeout decides. */
function finalAfterMs(response: ApiResponse): number | undefined {
  if (isForRequest(response)) return requestErrorMs
  return isMissingList(response) ? missingListMs : undefined
}

/**
 * Creates a check that tells whether every read has returned the same error for long enough that it is final, whatever the timeout is.
 * `durationMs`: how long errors that may depend on the state of a resource must last; without it they are never final.
 */
export function repeatedErrorCheck(
  durationMs = Number.POSITIVE_INFINITY,
): (response: ApiResponse, elapsedMs: number) => boolean {
  let first: { readonly status: number; readonly ms: number } | undefined
  return (response, elapsedMs) => {
    const { status, exchange } = response
    if (status < 400 || exchange.headers['retry-after'] !== undefined) first = undefined
    else if (first?.status !== status) first = { status, ms: elapsedMs }
    return first !== undefined && elapsedMs - first.ms > Math.min(durationMs, finalAfterMs(response) ?? durationMs)
  }
}
