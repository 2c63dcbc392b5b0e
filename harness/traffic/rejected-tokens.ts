import { type Contradiction, exchangeName, type ObservedResponse } from '../oracle/observation.ts'
import { RejectionRecord } from './rejection-record.ts'
import { isAccepted, rememberIn } from './rules/traffic-rule.ts'

/**
 * Finds requests that are carried out with an invalid token: one that is rejected before and after. An expired token was accepted first, so
 * it is not reported.
 */
export class RejectedTokens {
  readonly #accepted = new Map<string, true>()
  readonly #rejected = new Map<string, RejectionRecord>()

  /** `token`: identifies a token at an endpoint. */
  observe(token: string, response: Pick<ObservedResponse, 'status' | 'exchange'>): readonly Contradiction[] {
    const { status, exchange } = response
    const rejected = this.#rejected.get(token)
    if (status === 401 && !this.#accepted.has(token)) {
      const record = rejected ?? new RejectionRecord()
      rememberIn(this.#rejected, token, record)
      return record.reject(exchange)
    }
    if (!isAccepted(response)) return []
    if (rejected === undefined) rememberIn(this.#accepted, token, true)
    const name = exchangeName(exchange)
    rejected?.accept((rejectedIn) => ({
      requirement: 'access.token-required',
      message: `A request was carried out (${name}) with a token that is rejected before and after it (${exchangeName(rejectedIn)}).`,
      at: 'status',
      expected: `401 in ${name}, too`,
      actual: `${status} (${name})`,
    }))
    return []
  }
}
