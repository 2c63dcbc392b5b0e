import type { Phase } from '#model'
import { InconclusiveError } from '../errors.ts'
import type { RawResponse } from '../transport/transport.ts'
import type { ApiResponse } from './api-response.ts'

/**
 * Ends the test where an answer shows nothing of what the test stands on, or cannot be told from an earlier one's effect.
 * @throws Inconclusive
 */
export function rejectAmbiguous({ isRepeated }: RawResponse, answer: ApiResponse, phase: Phase): void {
  const { method, url } = answer.exchange
  const what = `${method} ${url} was`
  const isUnclear = isRepeated && method === 'DELETE' && answer.status >= 400
  if (isUnclear && phase === 'act')
    throw new InconclusiveError(
      `${what} sent again because it had no answer, and is refused now (${answer.status}): it may have worked before.`,
    )
  const isRedirect = answer.status > 300 && answer.status < 400
  if (!isRedirect || phase === 'act') return
  const place = (answer.header('location') ?? 'nowhere').slice(0, 300)
  throw new InconclusiveError(`${what} answered ${answer.status}, a redirect to ${place}; redirects are not followed.`)
}
