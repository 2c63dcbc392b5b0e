import type { Fault } from '#emulator'
import type { Attempt } from './attempt.ts'
import { isAsDeclared, judged, type Verdict } from './verdict.ts'

export type Attempts = readonly [Attempt, ...Attempt[]]

/** One fault, and what came of all attempts at it. */
export interface Tried {
  readonly fault: Fault
  readonly attempts: Attempts
  readonly verdict: Verdict
  /** True when attempts disagreed. */
  readonly unsteady: boolean
  readonly asDeclared: boolean
}

/** The most attempts at one fault: two have to agree. */
const most = 3

/** Which faults are decided, and which have to be tried again. */
export class Docket {
  readonly #faults: readonly Fault[]
  readonly #onTried: (tried: Tried) => void
  readonly #tried: Tried[] = []
  readonly #open = new Map<Fault, Attempts>()

  /** `faults` gives the order in which results are told. */
  constructor(faults: readonly Fault[], onTried: (tried: Tried) => void) {
    this.#faults = faults
    this.#onTried = onTried
  }

  /** Takes one more attempt at a fault. */
  enter(fault: Fault, attempt: Attempt): void {
    const before = this.#open.get(fault)
    const attempts: Attempts = before ? [...before, attempt] : [attempt]
    const { verdict, unsteady, settled } = judged(fault, attempts)
    if (!settled && attempts.length < most) {
      this.#open.set(fault, attempts)
      return
    }
    this.#open.delete(fault)
    const tried = { fault, attempts, verdict, unsteady, asDeclared: settled && isAsDeclared(verdict) }
    this.#tried.push(tried)
    this.#onTried(tried)
  }

  isOpen(fault: Fault): boolean {
    return this.#open.has(fault)
  }

  get open(): readonly Fault[] {
    return this.#faults.filter((fault) => this.isOpen(fault))
  }

  get tried(): readonly Tried[] {
    return [...this.#tried].sort((a, b) => this.#faults.indexOf(a.fault) - this.#faults.indexOf(b.fault))
  }
}
