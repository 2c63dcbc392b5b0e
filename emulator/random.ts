const hexDigits = '0123456789abcdef'

/** Reproducible random numbers for ids, names and choices. Secrets come from node:crypto instead. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = Math.trunc(seed) >>> 0
  }

  /** The state of the generator: a new `Random` with this seed continues the same sequence. */
  get state(): number {
    return this.#state
  }

  /** Returns a number in [0, 1) (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** Returns a whole number in [0, below). */
  integer(below: number): number {
    return Math.floor(this.next() * below)
  }

  hex(length: number): string {
    let text = ''
    for (let digit = 0; digit < length; digit++) text += hexDigits.charAt(this.integer(16))
    return text
  }

  /** Returns a version 4 UUID. */
  uuid(): string {
    const variant = (8 + this.integer(4)).toString(16)
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${variant}${this.hex(3)}-${this.hex(12)}`
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.integer(items.length)] ?? items[0]
  }
}
