import type { ApiResponse } from '../client/api-response.ts'

/** Rejections of a read itself: no later state of a resource changes them. A change may be rejected because something is taken. */
const isForRequest = ({ status, exchange: { method } }: ApiResponse): boolean =>
  method === 'GET' && [400, 405, 406, 411, 414, 415, 501].includes(status)
/** Milliseconds for which such a rejection is repeated until it is final. */
const requestErrorMs = 1_000
/** The number for a list that returns 404, as some targets do for an empty list, which may lag behind. */
const missingListMs = 5_000

const isMissingList = ({ status, exchange: { operation } }: ApiResponse): boolean =>
  status === 404 && operation !== undefined && operation.startsWith('list') && operation !== 'listVolumeAttachments'

/** Milliseconds after which an error is final, however long its effect may take to show; undefined where that is not known. */
function finalAfterMs(response: ApiResponse): number | undefined {
  if (isForRequest(response)) return requestErrorMs
  return isMissingList(response) ? missingListMs : undefined
}

/**
 * Whether the same error has been the response to every read for a time: then it is final, however long the timeout is. `durationMs`:
 * the time for errors that may depend on the state of a resource; without it they are never final.
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
