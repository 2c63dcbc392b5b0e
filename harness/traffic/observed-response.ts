import type { ApiResponse } from '../client/api-response.ts'
import type { ObservedResponse } from '../oracle/observation.ts'

/**
 * Returns a response in traffic in the form that the oracle compares. `mayRepeat`: the same response may be observed twice, so its request
 * id need not be unique.
 */
export function observedResponse(
  response: ApiResponse,
  { mayRepeat }: { readonly mayRepeat: boolean },
): ObservedResponse {
  const { index, startedAt, ms } = response.exchange
  const mayBeCopy = mayRepeat || response.age !== undefined
  return {
    exchange: index,
    status: response.status,
    body: response.content,
    date: response.header('date'),
    requestId: mayBeCopy ? undefined : response.header('x-compute-request-id'),
    isFromCache: response.isFromCache,
    location: undefined,
    sentAt: startedAt,
    receivedAt: startedAt + ms,
  }
}
