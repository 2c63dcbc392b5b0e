/** One request and what became of it. There are no headers and no bodies in it: those hold tokens and passwords. */
export interface LoggedRequest {
  /** Counts from 1, and goes on counting when old entries are dropped. */
  readonly number: number
  /** When it came, by the emulator's clock: `2026-01-02T03:04:05.678Z`. */
  readonly at: string
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** The operation that answered, such as `servers.show`; an action with its name: `servers.action.os-stop`. */
  readonly operation: string
  /** null when the connection was broken instead. */
  readonly status: number | null
  readonly requestId: string | null
  /** The faults that the answer shows. */
  readonly faults: readonly string[]
  /** Real milliseconds until the answer was ready. */
  readonly milliseconds: number
}

/** The last requests; older ones are dropped. */
export class RequestLog {
  readonly capacity: number
  #entries: LoggedRequest[] = []
  #count = 0

  constructor(capacity = 1000) {
    this.capacity = capacity
  }

  add(entry: Omit<LoggedRequest, 'number'>): void {
    this.#count++
    this.#entries.push({ number: this.#count, ...entry })
    // Dropped in bulk, so that not every request moves the whole list.
    if (this.#entries.length >= 2 * this.capacity) this.#entries = this.#entries.slice(-this.capacity)
  }

  /** The oldest first. */
  entries(): readonly LoggedRequest[] {
    return this.#entries.slice(-this.capacity)
  }

  clear(): void {
    this.#entries = []
  }
}
