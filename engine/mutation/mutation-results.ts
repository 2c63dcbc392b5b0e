import type { Fault } from '#emulator'
import { evaluate, type MutantVerdict, matchesDeclaration } from './evaluate.ts'
import type { MutantRun } from './mutant-run.ts'

export type MutantRuns = readonly [MutantRun, ...MutantRun[]]

/** One fault, and what came of all attempts at it. */
export interface MutantResult {
  readonly fault: Fault
  readonly runs: MutantRuns
  readonly verdict: MutantVerdict
  /** True when attempts disagreed. */
  readonly flaky: boolean
  readonly asDeclared: boolean
}

/** The most attempts at one fault: two have to agree. */
const most = 3

/** Which faults are decided, and which have to be tried again. */
export class MutationResults {
  readonly #faults: readonly Fault[]
  readonly #onTried: (results: MutantResult) => void
  readonly #tried: MutantResult[] = []
  readonly #open = new Map<Fault, MutantRuns>()

  /** `faults` gives the order in which results are told. */
  constructor(faults: readonly Fault[], onTried: (tried: MutantResult) => void) {
    this.#faults = faults
    this.#onTried = onTried
  }

  /** Takes one more attempt at a fault. */
  record(fault: Fault, attempt: MutantRun): void {
    const before = this.#open.get(fault)
    const attempts: MutantRuns = before ? [...before, attempt] : [attempt]
    const { verdict, flaky, decided } = evaluate(fault, attempts)
    if (!decided && attempts.length < most) {
      this.#open.set(fault, attempts)
      return
    }
    this.#open.delete(fault)
    const tried = { fault, attempts, verdict, unsteady, asDeclared: decided && matchesDeclaration(verdict) }
    this.#tried.push(tried)
    this.#onTried(tried)
  }

  isOpen(fault: Fault): boolean {
    return this.#open.has(fault)
  }

  get open(): readonly Fault[] {
    return this.#faults.filter((fault) => this.isOpen(fault))
  }

  get tried(): readonly MutantResult[] {
    return [...this.#tried].sort((a, b) => this.#faults.indexOf(a.fault) - this.#faults.indexOf(b.fault))
  }
}
