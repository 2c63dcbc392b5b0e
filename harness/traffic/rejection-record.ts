import type { Contradiction } from '../oracle/observation.ts'

/** Contradictions that are kept: others only say the same. */
const maxHeld = 20

/**
 * Requests of one sender that are rejected for good, as far as is known: one that is accepted contradicts the rejections before and after
 * it, unless more of them are accepted than rejected.
 */
export class RejectionRecord {
  #rejectedIn: number | undefined
  #rejections = 0
  #acceptances = 0
  #held: Contradiction[] = []

  /** A request was rejected in this exchange; returns what that proves to be wrong. */
  reject(exchange: number): readonly Contradiction[] {
    this.#rejectedIn = exchange
    this.#rejections++
    return this.#rejections > this.#acceptances ? this.#held.splice(0) : []
  }

  /** A request was accepted; `contradiction` makes what this contradicts from the exchange of the last rejection. */
  accept(contradiction: (rejectedIn: number) => Contradiction): void {
    this.#acceptances++
    if (this.#rejectedIn !== undefined && this.#held.length < maxHeld) this.#held.push(contradiction(this.#rejectedIn))
  }
}
