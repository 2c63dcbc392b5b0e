import { AsyncLocalStorage } from 'node:async_hooks'
import { type FaultName, type FaultSet, faultSet, type RequestContext } from '../faults/index.ts'
import type { EmulatorResponse } from '../server/response.ts'

/**
 * The named faults of one emulator: those it was started with, which belong to it, and those that were switched on
 * later, which an answer that shows them has to confess.
 */
export class ActiveFaults implements FaultSet {
  readonly #built: FaultSet
  readonly #isHealthy: boolean
  #switched: ReadonlyMap<string, FaultSet> = new Map()
  readonly #shown = new AsyncLocalStorage<Set<string>>()

  /** @throws RangeError naming a fault that is not known. */
  constructor(names: readonly string[]) {
    this.#built = faultSet(names)
    this.#isHealthy = names.length === 0
  }

  /** Whether no fault is on, from the start or since. */
  get isEmpty(): boolean {
    return this.#isHealthy && this.#switched.size === 0
  }

  /** Those switched on since the start. */
  get switched(): readonly string[] {
    return [...this.#switched.keys()]
  }

  /** @throws RangeError naming a fault that is not known; nothing is then changed. */
  enable(names: readonly string[]): void {
    this.#switched = new Map(names.map((name) => [name, faultSet([name])]))
  }

  has(name: FaultName): boolean {
    if (this.#built.has(name)) return true
    if (!this.#switched.has(name)) return false
    this.#shown.getStore()?.add(name)
    return true
  }

  mutate(operation: string, response: EmulatorResponse, asked: RequestContext): EmulatorResponse {
    const healthy = this.#built.mutate(operation, response, asked)
    let current = healthy
    for (const [name, fault] of this.#switched) {
      const spoiled = fault.mutate(operation, current, asked)
      if (JSON.stringify(spoiled) !== JSON.stringify(current)) this.#shown.getStore()?.add(name)
      current = spoiled
    }
    return current
  }

  /** Runs the work of one exchange; `shown` receives the switched faults that it meets. */
  trackUse<Result>(shown: Set<string>, work: () => Result): Result {
    return this.#switched.size === 0 ? work() : this.#shown.run(shown, work)
  }

  /** Runs something within an exchange of which its answer need not confess anything. */
  untracked(work: () => void): void {
    if (this.#switched.size === 0) work()
    else this.#shown.exit(work)
  }
}
