import type { RequestError } from '../errors.ts'
import type { RawRequest } from './http-message.ts'
import { originOf } from './origin.ts'

/** Milliseconds of silence after which a target that has responded before counts as gone: a failover takes 10 to 15 s. */
export const maxOutageMs = 20_000
/** Milliseconds for which responses about too many requests count as passing. */
const maxRateLimitMs = 40_000

type OutageState = 'none' | 'passing' | 'lasting'

/**
 * When each service of the target stopped responding. A request that fails while nothing else gets a response fails because of an
 * outage, which passes; where others do get one, the failure is about that request.
 */
export class Outages {
  /** Origin → since when all requests have failed; undefined while the service responds. */
  readonly #failingSince = new Map<string, number | undefined>()

  /** A late response to a request from before the outage does not end it. */
  recordResponse({ url }: RawRequest, sentAt: number): void {
    const origin = originOf(url)
    if (sentAt >= (this.#failingSince.get(origin) ?? sentAt)) this.#failingSince.set(origin, undefined)
  }

  /** A service that has never responded has no outage: it may not exist. */
  recordFailure({ url }: RawRequest, now: number): void {
    const origin = originOf(url)
    if (this.#failingSince.has(origin)) this.#failingSince.set(origin, this.#failingSince.get(origin) ?? now)
  }

  /**
   * Whether nothing has responded since the first failure of a request: `passing` while that may change, `lasting` afterwards. A
   * target that says itself how long to wait is taken at its word.
   */
  stateFor({ url }: RawRequest, error: RequestError, firstFailureAt: number, now: number): OutageState {
    const since = this.#failingSince.get(originOf(url))
    if (error.retryAfterMs !== 0 || since === undefined || since > firstFailureAt) return 'none'
    return now - since < (error.kind === 'rate-limited' ? maxRateLimitMs : maxOutageMs) ? 'passing' : 'lasting'
  }
}
