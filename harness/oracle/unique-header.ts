import { type Contradiction, exchangeName } from './observation.ts'

/** Values that are remembered: enough for any run, and few enough for its memory. */
const maxValues = 20_000

/** Values of a header that no two responses share. */
export class UniqueHeader {
  readonly #requirement: Contradiction['requirement']
  readonly #header: string
  readonly #calls: string
  /** Value → the exchange that had it, the oldest first. */
  readonly #exchanges = new Map<string, number>()
  #isContradicted = false

  /** `calls`: the calls whose responses have the header, as the subject of a sentence. */
  constructor(requirement: Contradiction['requirement'], header: string, calls: string) {
    this.#requirement = requirement
    this.#header = header
    this.#calls = calls
  }

  /** Reports the first value that an earlier response had. */
  observe(value: string | undefined, exchange: number): readonly Contradiction[] {
    if (!value || this.#isContradicted) return []
    const earlier = this.#exchanges.get(value)
    if (earlier === undefined) {
      this.#exchanges.set(value, exchange)
      const [oldest] = this.#exchanges.keys()
      if (this.#exchanges.size > maxValues && oldest !== undefined) this.#exchanges.delete(oldest)
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
