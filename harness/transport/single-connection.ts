import type { MonotonicClock } from '../clock.ts'

/** The interval between two calls of `check`, in milliseconds. */
export const checkMs = 250
/** After this many milliseconds without a response while requests wait, idle connections are closed. */
const stalledMs = 1_000
/** A response within this many milliseconds after idle connections were closed is attributed to that. */
const promptMs = 100
/** After this many such responses in a row, the server counts as one that serves a single connection. */
const minPrompt = 3

/**
 * Detects a server that serves one connection at a time, such as a single-threaded one with persistent connections: while a connection is
 * idle, it does not even read requests on others. Whenever no response arrives for a second, idle connections are closed. If responses
 * repeatedly arrive at once when that is done, connections must not be kept open. Where the responses were merely slow, nothing is lost but
 * the time to connect.
 */
export class SingleConnectionDetection {
  readonly #clock: Pick<MonotonicClock, 'now'>
  readonly #closeIdle: () => void
  #waiting = 0
  #lastProgress = 0
  #closedAt: number | undefined
  #prompt = 0

  /** `closeIdle`: closes the connections that carry no request. */
  constructor(clock: Pick<MonotonicClock, 'now'>, closeIdle: () => void) {
    this.#clock = clock
    this.#closeIdle = closeIdle
  }

  /** Whether the server has turned out to serve one connection at a time. */
  get isSingle(): boolean {
    return this.#prompt >= minPrompt
  }

  /** Records that a request is sent. */
  begin(): void {
    if (this.#waiting === 0) this.#lastProgress = this.#clock.now()
    this.#waiting++
  }

  /** Records that a request has ended: `isResponse` is false if it failed. */
  end(isResponse: boolean): void {
    this.#waiting--
    if (!isResponse) return
    this.#lastProgress = this.#clock.now()
    if (this.#closedAt === undefined || this.isSingle) return
    this.#prompt = this.#lastProgress - this.#closedAt <= promptMs ? this.#prompt + 1 : 0
    this.#closedAt = undefined
  }

  /** Closes idle connections if no response has arrived for a while. */
  check(): void {
    const now = this.#clock.now()
    if (this.#waiting === 0 || now - this.#lastProgress < stalledMs) return
    this.#closedAt = now
    this.#lastProgress = now
    this.#closeIdle()
  }
}
