import type { MonotonicClock } from '../clock.ts'
import type { OutgoingRequest } from './outgoing-request.ts'

/** Requests of a kind, one after the other, that get no usable response until that is not taken for chance. */
export const minFailures = 3

/** The requests of a kind that have failed one after the other. */
interface Failures {
  readonly count: number
  /** When the last of those that count ended. */
  readonly lastAt: number
}

/**
 * Which kinds of valid requests never get a usable response although the target responds to others: the connection breaks each time,
 * the response never comes, or is not HTTP. A network does not tell kinds of requests apart, so it is the target that does not answer.
 */
export class UnansweredRequests {
  readonly #clock: MonotonicClock
  readonly #failures = new Map<string, Failures>()
  readonly #answered = new Set<string>()
  readonly #repeated = new Set<string>()
  #answeredRead: OutgoingRequest | undefined
  /** When the last response to any request came. */
  #lastResponseAt = Number.NEGATIVE_INFINITY

  constructor(clock: MonotonicClock) {
    this.#clock = clock
  }

  /** The last read that was accepted: it shows whether the target responds at all. */
  get answeredRead(): OutgoingRequest | undefined {
    return this.#answeredRead
  }

  /** `accepted`: a valid request that is accepted once is answered, whatever happens to its connection another time. */
  recordResponse(kind: string | undefined, accepted?: OutgoingRequest): void {
    this.#lastResponseAt = this.#clock.now()
    if (accepted === undefined || kind === undefined) return
    this.#answered.add(kind)
    if (accepted.method === 'GET') this.#answeredRead = accepted
  }

  /** Whether requests of the kind, none of which was answered, are to be repeated; true once for a kind. */
  beginRepeating(kind: string): boolean {
    if (this.#answered.has(kind) || this.#repeated.has(kind)) return false
    this.#repeated.add(kind)
    return true
  }

  /**
   * Returns how many requests of the kind have failed one after the other, with responses to others in between, once that is enough to
   * say that the kind is not answered; otherwise 0.
   */
  recordFailure(kind: string, sentAt: number): number {
    const { count, lastAt } = this.#failures.get(kind) ?? { count: 0, lastAt: Number.NEGATIVE_INFINITY }
    const now = this.#clock.now()
    if (this.#answered.has(kind) || sentAt < lastAt || this.#lastResponseAt <= lastAt) return 0
    this.#failures.set(kind, { count: count + 1, lastAt: now })
    return count + 1 < minFailures ? 0 : count + 1
  }
}
