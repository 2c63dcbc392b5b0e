import type { Fault } from '#emulator'
import { evaluate, type MutantVerdict, matchesDeclaration } from './evaluate.ts'
import type { MutantRun } from './mutant-run.ts'

export type MutantRuns = readonly [MutantRun, ...MutantRun[]]

/** The result of all runs with one fault. */
export interface MutantResult {
  readonly fault: Fault
  readonly runs: MutantRuns
  readonly verdict: MutantVerdict
  /** True when the runs disagree. */
  readonly flaky: boolean
  /** True when the fault is killed with exactly the collateral failures that it declares. */
  readonly asDeclared: boolean
}

/** Runs with one fault until two of them agree. */
const maxRuns = 3

/** Collects runs, and knows which faults need another one. */
export class MutationResults {
  readonly #faults: readonly Fault[]
  readonly #onResult: (result: MutantResult) => void
  readonly #results: MutantResult[] = []
  readonly #undecided = new Map<Fault, MutantRuns>()

  /** The order of the faults is the order of the results. */
  constructor(faults: readonly Fault[], onResult: (result: MutantResult) => void) {
    this.#faults = faults
    this.#onResult = onResult
  }

  record(fault: Fault, run: MutantRun): void {
    const earlier = this.#undecided.get(fault)
    const runs: MutantRuns = earlier ? [...earlier, run] : [run]
    const { verdict, flaky, decided } = evaluate(fault, runs)
    if (!decided && runs.length < maxRuns) {
      this.#undecided.set(fault, runs)
      return
    }
    this.#undecided.delete(fault)
    const result = { fault, runs, verdict, flaky, asDeclared: decided && matchesDeclaration(verdict) }
    this.#results.push(result)
    this.#onResult(result)
  }

  isUndecided(fault: Fault): boolean {
    return this.#undecided.has(fault)
  }

  get undecided(): readonly Fault[] {
    return this.#faults.filter((fault) => this.isUndecided(fault))
  }

  get results(): readonly MutantResult[] {
    return this.#results.toSorted((a, b) => this.#faults.indexOf(a.fault) - this.#faults.indexOf(b.fault))
  }
}
