import { type MonotonicClock, monotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'

/** Failed requests in a row after which the circuit opens … */
const failureThreshold = 6
/** … unless the last success is more recent than this, in milliseconds: a service that restarts is back soon. */
const minSilenceMs = 1_500

/**
 * Ends a run early once the target has stopped responding, instead of letting every request time out. A response that
 * is not usable proves that the target is alive; a gateway's response in its place does not.
 */
export class CircuitBreaker {
  readonly #clock: MonotonicClock
  #failures = 0
  #lastFailure = ''
  #lastSuccess: number
  #openReason: string | undefined

  constructor(clock: MonotonicClock = monotonicClock) {
    this.#clock = clock
    this.#lastSuccess = clock.now()
  }

  recordSuccess(): void {
    this.#failures = 0
    this.#lastSuccess = this.#clock.now()
  }

  /** `error`: what a request threw. Anything but a RequestError is a bug of ours and is ignored. */
  recordFailure(error: unknown): void {
    if (!(error instanceof RequestError) || error.kind === 'aborted') return
    if (error.kind === 'token-expired') this.#openReason ??= error.reason
    else if (error.kind === 'invalid-response') this.recordSuccess()
    else {
      this.#failures++
      this.#lastFailure = error.reason
    }
  }

  /** Why no more requests are sent; undefined while the circuit is closed. An open circuit stays open. */
  get openReason(): string | undefined {
    const silenceMs = this.#clock.now() - this.#lastSuccess
    if (this.#failures >= failureThreshold && silenceMs >= minSilenceMs)
      this.#openReason ??= `the target stopped responding: ${this.#failures} requests in a row failed (${this.#lastFailure})`
    return this.#openReason
  }
}
