import { type MonotonicClock, monotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import { maxOutageMs } from './outages.ts'

/** After this many failed requests in a row the circuit opens, unless the target has responded within the time of an outage. */
const failureThreshold = 6

/**
 * Ends a run early once the target has stopped responding, instead of letting every request time out. An unusable response or one about too
 * many requests proves that the target is alive; the response of a gateway in its place does not. The target responded just before the run,
 * when its versions were read.
 */
export class CircuitBreaker {
  readonly #clock: MonotonicClock
  #failures = 0
  #lastFailure = ''
  #lastSuccess: number
  /** Since when there has been no response; undefined while the last request got one. */
  #silentSince: number | undefined
  #openReason: string | undefined

  constructor(clock: MonotonicClock = monotonicClock) {
    this.#clock = clock
    this.#lastSuccess = clock.now()
    this.#silentSince = clock.now()
  }

  recordSuccess(): void {
    this.#failures = 0
    this.#silentSince = undefined
    this.#lastSuccess = this.#clock.now()
  }

  /**
   * @param error what a request threw; anything but a RequestError is a bug in the suite and is ignored
   * @param sentAt when the request was first sent: it may have been repeated for a while
   */
  recordFailure(error: unknown, sentAt: number): void {
    if (!(error instanceof RequestError) || error.kind === 'aborted') return
    if (error.kind === 'token-expired') this.#openReason ??= error.reason
    else if (error.kind === 'invalid-response' || error.kind === 'rate-limited') this.recordSuccess()
    else {
      this.#failures++
      this.#silentSince ??= Math.max(sentAt, this.#lastSuccess)
      this.#lastFailure = error.reason
    }
  }

  /** Why no more requests are sent; undefined while the circuit is closed. An open circuit stays open. */
  get openReason(): string | undefined {
    const silenceMs = this.#clock.now() - (this.#silentSince ?? Number.POSITIVE_INFINITY)
    if (this.#failures >= failureThreshold && silenceMs >= maxOutageMs)
      this.#openReason ??= `the target stopped responding: ${this.#failures} requests in a row failed (${this.#lastFailure})`
    return this.#openReason
  }
}
