import { RequestError } from './request-error.ts'

/** So many requests in a row without an answer … */
const failureThreshold = 6
/** … and as many milliseconds since the last one: a service that restarts is not gone. */
const silenceMs = 1_500

/**
 * Tells a target that is gone from one that fails now and then, so that a run can end at once instead of waiting for every
 * request anew. An answer that cannot be used is a sign of life; a proxy's answer in the target's place is none.
 */
export class CircuitBreaker {
  #lost = 0
  #last: number
  #reason = ''
  /** Why nothing can come of this run any more, whatever the target answers. */
  #end: string | undefined
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#last = now()
  }

  recordSuccess(): void {
    this.#lost = 0
    this.#last = this.#now()
  }

  /** Takes note of what a request threw. */
  recordFailure(error: unknown): void {
    if (!(error instanceof RequestError) || error.kind === 'stopped') return
    if (error.kind === 'spent') this.#end ??= error.reason
    else if (error.kind === 'unfit') this.recordSuccess()
    else {
      this.#lost++
      this.#reason = error.reason
    }
  }

  /** Why nothing more needs to be sent, or undefined. Once gone, a target stays gone for this run. */
  get openReason(): string | undefined {
    if (this.#lost >= failureThreshold && this.#now() - this.#last >= silenceMs)
      this.#end ??= `the target stopped answering: ${this.#lost} requests in a row had no answer (${this.#reason})`
    return this.#end
  }
}
