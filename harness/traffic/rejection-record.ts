import type { Contradiction } from '../oracle/observation.ts'

/** How many contradictions are kept; further ones would add no information. */
const maxHeld = 20

/**
 * Records the requests of one sender that should all be rejected. An accepted request contradicts the rejections before and after it,
 * unless more requests are accepted than rejected.
 */
export class RejectionRecord {
  #rejectedIn: number | undefined
  #rejections = 0
  #acceptances = 0
  #held: Contradiction[] = []

  /** Records that a request was rejected in this exchange, and returns the contradictions that this proves. */
  reject(exchange: number): readonly Contradiction[] {
    this.#rejectedIn = exchange
    this.#rejections++
    return this.#rejections > this.#acceptances ? this.#held.splice(0) : []
  }

  /** Records that a request was accepted. `contradiction`: returns the contradiction to the rejection in the given exchange. */
  accept(contradiction: (rejectedIn: number) => Contradiction): void {
    this.#acceptances++
    if (this.#rejectedIn !== undefined && this.#held.length < maxHeld) this.#held.push(contradiction(this.#rejectedIn))
  }
}
