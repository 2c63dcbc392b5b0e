import type { MonotonicClock } from '../clock.ts'
import type { OutgoingRequest } from './outgoing-request.ts'

/** How many requests of a kind in a row must fail until the kind counts as unanswered. */
export const minFailures = 3

/** From how many kinds on that got a response only to a repeated request the connections themselves count as unreliable. */
const minUnreliable = 3

/** The requests of a kind that have failed in a row. */
interface Failures {
  readonly count: number
  /** When the last counted one ended, in milliseconds of the run's clock. */
  readonly lastAt: number
}

/**
 * Finds kinds of valid requests that never get a usable response although the target responds to others: each time the connection is lost,
 * the response never arrives, or it is not HTTP. A network does not distinguish kinds of requests, so the target is the cause. Where several
 * kinds lose responses but get others, as behind a gateway that drops connections, no kind counts.
 */
export class UnansweredRequests {
  readonly #clock: MonotonicClock
  readonly #failures = new Map<string, Failures>()
  readonly #answered = new Set<string>()
  readonly #repeated = new Set<string>()
  /** Kinds that lost a response, but got another one. */
  readonly #unreliable = new Set<string>()
  #answeredRead: OutgoingRequest | undefined
  /** When the last response to any request was received, in milliseconds of the run's clock. */
  #lastResponseAt = Number.NEGATIVE_INFINITY

  constructor(clock: MonotonicClock) {
    this.#clock = clock
  }

  /** The last read that was accepted: it shows whether the target responds at all. */
  get answeredRead(): OutgoingRequest | undefined {
    return this.#answeredRead
  }

  /**
   * Records a response. `accepted`: the request, if it is valid and was accepted; from then on its kind does not count as unanswered,
   * whatever happens to later ones. `hasLostOne`: an earlier attempt of the same request got no response.
   */
  recordResponse(
    kind: string | undefined,
    accepted?: OutgoingRequest,
    { hasLostOne = false }: { readonly hasLostOne?: boolean } = {},
  ): void {
    this.#lastResponseAt = this.#clock.now()
    if (accepted === undefined || kind === undefined) return
    if (hasLostOne) this.#unreliable.add(kind)
    this.#answered.add(kind)
    if (accepted.method === 'GET') this.#answeredRead = accepted
  }

  /** Tells whether a failed request of the kind is to be repeated: only once for each kind, and not if one was accepted. */
  beginRepeating(kind: string): boolean {
    if (this.#answered.has(kind) || this.#repeated.has(kind)) return false
    this.#repeated.add(kind)
    return true
  }

  /**
   * Records a failed request. Returns how many requests of the kind have failed in a row, with responses to others in between, if that is
   * enough for the kind to count as unanswered; otherwise 0.
   */
  recordFailure(kind: string, sentAt: number): number {
    const { count, lastAt } = this.#failures.get(kind) ?? { count: 0, lastAt: Number.NEGATIVE_INFINITY }
    const now = this.#clock.now()
    if (this.#answered.has(kind)) this.#unreliable.add(kind)
    if (
      this.#unreliable.size >= minUnreliable ||
      this.#answered.has(kind) ||
      sentAt < lastAt ||
      this.#lastResponseAt <= lastAt
    )
      return 0
    this.#failures.set(kind, { count: count + 1, lastAt: now })
    return count + 1 < minFailures ? 0 : count + 1
  }
}
