import type { Answer } from './answer.ts'
import type { Phase } from './evidence.ts'
import type { RawAnswer } from './http.ts'
import { Inconclusive } from './outcome.ts'

/**
 * Ends the test where an answer shows nothing of what the test stands on, or cannot be told from an earlier one's effect.
 * @throws Inconclusive
 */
export function refuseUnusable({ isRepeated }: RawAnswer, answer: Answer, phase: Phase): void {
  const { method, url } = answer.exchange
  const what = `${method} ${url} was`
  const isUnclear = isRepeated && method === 'DELETE' && answer.status >= 400
  if (isUnclear && phase === 'act')
    throw new Inconclusive(
      `${what} sent again because it had no answer, and is refused now (${answer.status}): it may have worked before.`,
    )
  const isRedirect = answer.status > 300 && answer.status < 400
  if (!isRedirect || phase === 'act') return
  const place = (answer.header('location') ?? 'nowhere').slice(0, 300)
  throw new Inconclusive(`${what} answered ${answer.status}, a redirect to ${place}; redirects are not followed.`)
}
