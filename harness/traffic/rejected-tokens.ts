import { type Contradiction, exchangeName, type ObservedResponse } from '../oracle/observation.ts'
import { isAccepted, rememberIn } from './rules/traffic-rule.ts'

interface RejectedToken {
  /** The last response that rejected it. */
  exchange: number
  rejections: number
  acceptances: number
  /** What counts if the token is rejected again. */
  held: Contradiction[]
}

/**
 * Finds requests that are carried out with a token that does not count elsewhere. A token that expires is accepted first, and one that is
 * rejected by an accident is accepted more often than not.
 */
export class RejectedTokens {
  readonly #accepted = new Map<string, true>()
  readonly #rejected = new Map<string, RejectedToken>()

  /** `token`: a token at an endpoint, in any form that tells it from others. */
  observe(token: string, response: Pick<ObservedResponse, 'status' | 'exchange'>): readonly Contradiction[] {
    if (response.status === 401) return this.#reject(token, response.exchange)
    if (!isAccepted(response)) return []
    const rejected = this.#rejected.get(token)
    if (rejected === undefined) rememberIn(this.#accepted, token, true)
    else this.#hold(rejected, response)
    return []
  }

  #reject(token: string, exchange: number): readonly Contradiction[] {
    if (this.#accepted.has(token)) return []
    const rejected = this.#rejected.get(token) ?? { exchange, rejections: 0, acceptances: 0, held: [] }
    rejected.exchange = exchange
    rejected.rejections++
    rememberIn(this.#rejected, token, rejected)
    return rejected.rejections > rejected.acceptances ? rejected.held.splice(0) : []
  }

  #hold(rejected: RejectedToken, { status, exchange }: Pick<ObservedResponse, 'status' | 'exchange'>): void {
    rejected.acceptances++
    const name = exchangeName(exchange)
    rejected.held.push({
      requirement: 'access.token-required',
      message: `A request was carried out (${name}) with a token that is rejected before and after it (${exchangeName(rejected.exchange)}).`,
      at: 'status',
      expected: `401 in ${name}, too`,
      actual: `${status} (${name})`,
    })
  }
}
