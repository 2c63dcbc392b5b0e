import type { Evidence, Exchange } from '#model'

/** How many recent exchanges are remembered, which a finding may refer to. */
export const maxRecent = 2_000
/** How many exchanges are kept as evidence. */
const maxKept = 3_000

/**
 * Selects the exchanges of observed traffic that a report shows: those that findings refer to, and the first of each kind and status. The
 * others are dropped, so that memory does not grow with the traffic.
 */
export class ExchangeHistory {
  readonly #evidence: Evidence
  readonly #recent = new Map<number, Exchange>()
  readonly #kept = new Set<number>()
  readonly #kinds = new Set<string>()

  /** `evidence`: receives the exchanges that are kept. */
  constructor(evidence: Evidence) {
    this.#evidence = evidence
  }

  /** Adds an exchange. `referenced`: indexes of exchanges that its findings refer to. */
  add(exchange: Exchange, referenced: readonly number[]): void {
    this.#recent.set(exchange.index, exchange)
    const kind = `${exchange.operation} ${exchange.status}`
    if (!this.#kinds.has(kind)) {
      this.#kinds.add(kind)
      this.#keep(exchange.index)
    }
    for (const index of referenced) this.#keep(index)
    for (const index of this.#recent.keys()) {
      if (this.#recent.size <= maxRecent) break
      this.#recent.delete(index)
    }
  }

  #keep(index: number): void {
    const exchange = this.#recent.get(index)
    if (exchange === undefined || this.#kept.has(index) || this.#kept.size >= maxKept) return
    this.#kept.add(index)
    this.#evidence.exchanges.push(exchange)
  }
}
