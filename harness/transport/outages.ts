import type { RequestError } from '../errors.ts'
import type { RawRequest } from './http-message.ts'
import { originOf } from './origin.ts'

/** How long a target that has responded before may not respond until it counts as gone, in milliseconds: a failover takes 10 to 15 s. */
export const maxOutageMs = 20_000
/** How long responses about too many requests count as temporary, in milliseconds. */
const maxRateLimitMs = 40_000

/** The state of a service during a request: an outage that may pass, one that is over its limit, or none. */
export type OutageState = 'none' | 'passing' | 'lasting'

/**
 * Records when each service of the target stopped responding. A request that fails while no other one gets a response fails because of an
 * outage, which is temporary; if others get one, the failure is about that request.
 */
export class Outages {
  /** Origin → since when all requests have failed; undefined while the service responds. */
  readonly #failingSince = new Map<string, number | undefined>()

  /** `respondedUrls`: URLs of services that have responded before. */
  constructor(respondedUrls: readonly string[]) {
    for (const url of respondedUrls) this.#failingSince.set(originOf(url), undefined)
  }

  /** Records a response. A late response to a request from before the outage does not end it. */
  recordResponse({ url }: RawRequest, sentAt: number): void {
    const origin = originOf(url)
    if (sentAt >= (this.#failingSince.get(origin) ?? sentAt)) this.#failingSince.set(origin, undefined)
  }

  /** Records a failed request. A service that has never responded has no outage: it may not exist. */
  recordFailure({ url }: RawRequest, now: number): void {
    const origin = originOf(url)
    if (this.#failingSince.has(origin)) this.#failingSince.set(origin, this.#failingSince.get(origin) ?? now)
  }

  /**
   * Tells whether the service has not responded since the first failure of a request: `passing` while that may change, `lasting`
   * afterwards. `none` if the target states how long to wait.
   */
  stateFor({ url }: RawRequest, error: RequestError, firstFailureAt: number, now: number): OutageState {
    const since = this.#failingSince.get(originOf(url))
    if (error.retryAfterMs !== 0 || since === undefined || since > firstFailureAt) return 'none'
    return now - since < (error.kind === 'rate-limited' ? maxRateLimitMs : maxOutageMs) ? 'passing' : 'lasting'
  }
}
