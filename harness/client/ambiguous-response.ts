import type { Phase } from '#model'
import { InconclusiveError } from '../errors.ts'
import type { RawResponse } from '../transport/transport.ts'
import type { ApiResponse } from './api-response.ts'

/**
 * Ends the test where an answer shows nothing of what the test stands on, or cannot be told from an earlier one's effect.
 * @throws Inconclusive
 */
export function rejectAmbiguous({ isRepeated }: RawResponse, response: ApiResponse, phase: Phase): void {
  const { method, url } = response.exchange
  const what = `${method} ${url} was`
  const isUnclear = isRepeated && method === 'DELETE' && response.status >= 400
  if (isUnclear && phase === 'act')
    throw new InconclusiveError(
      `${what} sent again because it had no answer, and is refused now (${response.status}): it may have worked before.`,
    )
  const isRedirect = response.status > 300 && response.status < 400
  if (!isRedirect || phase === 'act') return
  const place = (response.header('location') ?? 'nowhere').slice(0, 300)
  throw new InconclusiveError(
    `${what} answered ${response.status}, a redirect to ${place}; redirects are not followed.`,
  )
}
