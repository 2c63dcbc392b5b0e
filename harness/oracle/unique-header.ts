import QuickLRU from 'quick-lru'
import { type Contradiction, exchangeName } from './observation.ts'

/** How many values are remembered, which bounds the memory of a long run. */
const maxValues = 20_000

/** Finds two responses with the same value of a header that must be unique. */
export class UniqueHeader {
  readonly #requirement: Contradiction['requirement']
  readonly #header: string
  readonly #calls: string
  /** Value → its exchange. */
  readonly #exchanges = new QuickLRU<string, number>({ maxSize: maxValues })
  #isContradicted = false

  /** `calls`: the two calls, as the subject of the message, such as `Two createImage calls`. */
  constructor(requirement: Contradiction['requirement'], header: string, calls: string) {
    this.#requirement = requirement
    this.#header = header
    this.#calls = calls
  }

  /** Finds the first value that an earlier response had; at most one in a run. */
  observe(value: string | undefined, exchange: number): readonly Contradiction[] {
    if (!value || this.#isContradicted) return []
    const earlier = this.#exchanges.get(value)
    if (earlier === undefined) {
      this.#exchanges.set(value, exchange)
      return []
    }
    this.#isContradicted = true
    const name = exchangeName(earlier)
    return [
      {
        requirement: this.#requirement,
        message: `${this.#calls} have the same ${this.#header} (${name}).`,
        at: `headers/${this.#header}`,
        expected: `another value than in ${name}`,
        actual: value,
      },
    ]
  }
}
