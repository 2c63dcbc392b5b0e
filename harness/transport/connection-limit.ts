import type { MonotonicClock } from '../clock.ts'

/** So many kinds of requests must have lost new connections before the connections are limited: one alone may be at fault itself. */
const minShapes = 3
/** For how long a lost connection counts, in milliseconds. */
const memoryMs = 20_000
/** The most connections after the first sign of a limit. */
const maxLimited = 4

/**
 * Detects a gateway that drops connections above a maximum number, which clients cannot know: several kinds of requests lose new
 * connections before any response while others get theirs, though requests of these kinds got responses before. From then on, fewer
 * requests are sent at a time, each on a new connection, so that idle ones do not count. During an outage no request gets a response, so it
 * counts as one lost connection. If even a request that is sent alone loses its connection, the number of connections is not the cause.
 */
export class ConnectionLimit {
  readonly #clock: Pick<MonotonicClock, 'now'>
  /** Shapes of requests that got a response. */
  readonly #responded = new Set<string>()
  /** Shape of a request → when one last lost its connection. */
  readonly #lost = new Map<string, number>()
  readonly #queue: (() => void)[] = []
  #active = 0
  #limit = Number.POSITIVE_INFINITY
  #hasResponded = false
  #isRuledOut = false

  constructor(clock: Pick<MonotonicClock, 'now'>) {
    this.#clock = clock
  }

  /** Whether requests have to wait for each other. */
  get isLimited(): boolean {
    return Number.isFinite(this.#limit)
  }

  /** Waits until another request may be sent, which counts until `end`. */
  async begin(): Promise<void> {
    while (this.#active >= this.#limit) await new Promise<void>((resolve) => this.#queue.push(resolve))
    this.#active++
  }

  /** Records that a request of a shape has ended; `isResponse` is false if it failed. */
  end(shape: string, isResponse: boolean): void {
    this.#active--
    if (isResponse) {
      this.#hasResponded = true
      this.#responded.add(shape)
    }
    this.#queue.shift()?.()
  }

  /** Records a request that lost a new connection before a response. Returns whether the connections were limited for the first time. */
  recordLost(shape: string): boolean {
    if (this.#isRuledOut || !this.#hasResponded || !this.#responded.has(shape)) return false
    this.#hasResponded = false
    if (this.#limit === 1 && this.#active === 1) this.#ruleOut()
    if (this.#active < 2) return false
    const now = this.#clock.now()
    for (const [other, at] of this.#lost) if (now - at > memoryMs) this.#lost.delete(other)
    this.#lost.set(shape, now)
    if (this.#lost.size < minShapes && !this.isLimited) return false
    const isFirst = !this.isLimited
    const half = Math.floor(Math.min(this.#limit, this.#active) / 2)
    this.#limit = Math.max(1, Math.min(half, maxLimited))
    return isFirst
  }

  /** Stops limiting the connections for good. */
  #ruleOut(): void {
    this.#isRuledOut = true
    this.#limit = Number.POSITIVE_INFINITY
    for (const resolve of this.#queue.splice(0)) resolve()
  }
}
