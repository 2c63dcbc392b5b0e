import { AsyncLocalStorage } from 'node:async_hooks'
import { type EmulatorEdition, editionChanges, emulatorEditions } from '../editions/index.ts'
import type { Defect, Mutation, RequestContext } from '../faults/define-fault.ts'
import { findFault } from '../faults/index.ts'
import { findInterpretation } from '../interpretations/index.ts'
import type { EmulatorResponse } from '../server/response.ts'

/** A fault that is active in one emulator, with its own state. */
interface EnabledFault {
  readonly name: string
  readonly defects: readonly Defect[]
  /** Whether responses that show the fault report it in a header. */
  readonly isReported: boolean
}

/** Faults that apply together. Hooks keep their wrong behaviours under this object as the key. */
class FaultSet {
  readonly #mutations: readonly (Mutation & { readonly fault: EnabledFault })[]

  constructor(faults: readonly EnabledFault[], reportUse: (fault: EnabledFault) => void) {
    const mutations = []
    for (const fault of faults) {
      for (const defect of fault.defects) {
        if ('install' in defect) defect.install(this, () => reportUse(fault))
        else mutations.push({ ...defect, fault })
      }
    }
    this.#mutations = mutations
  }

  mutationsOf(operation: string): readonly (Mutation & { readonly fault: EnabledFault })[] {
    return this.#mutations.filter(({ operations }) => operations.includes('*') || operations.includes(operation))
  }
}

/**
 * The named faults of one emulator: those it was started with, which are part of it, and those enabled later. Every
 * response that shows one of the latter has to report it.
 */
export class ActiveFaults {
  readonly #fromStart: readonly EnabledFault[]
  #enabled: readonly EnabledFault[] = []
  #current: FaultSet
  readonly #usedFaults = new AsyncLocalStorage<Set<string>>()

  /**
   * `edition`: the edition of the document that the emulator serves.
   * `interpretations`: names of interpretations of the document that the emulator follows. Faults apply on top of them.
   * @throws RangeError naming the fault or interpretation that does not exist.
   */
  constructor(
    names: readonly string[],
    interpretations: readonly string[] = [],
    edition: EmulatorEdition = emulatorEditions[0],
  ) {
    const changes = editionChanges(edition)
    this.#fromStart = [
      ...(changes.length === 0 ? [] : [{ name: `edition-${edition}`, defects: changes, isReported: false }]),
      ...interpretations.map((name) => ({
        name,
        defects: findInterpretation(name).createChanges(),
        isReported: false,
      })),
      ...names.map((name) => enabledFault(name, false)),
    ]
    this.#current = this.#combine()
  }

  /** Whether the emulator has no fault, and follows its usual interpretation of the document. */
  get isEmpty(): boolean {
    return this.#fromStart.length === 0 && this.#enabled.length === 0
  }

  /** The names of the faults enabled since the start. */
  get enabledNames(): readonly string[] {
    return this.#enabled.map(({ name }) => name)
  }

  /** The present set of faults: the key under which hooks keep their wrong behaviours. */
  get current(): object {
    return this.#current
  }

  /**
   * Replaces the faults enabled since the start. A fault that stays enabled keeps its memory.
   * @throws RangeError naming the fault that does not exist; nothing is then changed.
   */
  enable(names: readonly string[]): void {
    this.#enabled = [...new Set(names)].map(
      (name) => this.#enabled.find((fault) => fault.name === name) ?? enabledFault(name, true),
    )
    this.#current = this.#combine()
  }

  /** Applies the mutations of all faults to a correct response. Reports the faults that change it. */
  mutate(operation: string, response: EmulatorResponse, context: RequestContext): EmulatorResponse {
    return this.#current.mutationsOf(operation).reduce((current, { change, fault }) => {
      const changed = change(current, context)
      if (fault.isReported && JSON.stringify(changed) !== JSON.stringify(current)) this.#reportUse(fault)
      return changed
    }, response)
  }

  /** Runs the work of one request; `used` receives the names of the faults that it shows and has to report. */
  trackUse<Result>(used: Set<string>, work: () => Result): Result {
    return this.#enabled.length === 0 ? work() : this.#usedFaults.run(used, work)
  }

  /** Runs a part of a request whose faults its response does not report. */
  untracked(work: () => void): void {
    if (this.#enabled.length === 0) work()
    else this.#usedFaults.exit(work)
  }

  #combine(): FaultSet {
    return new FaultSet([...this.#fromStart, ...this.#enabled], (fault) => this.#reportUse(fault))
  }

  #reportUse(fault: EnabledFault): void {
    if (fault.isReported) this.#usedFaults.getStore()?.add(fault.name)
  }
}

function enabledFault(name: string, isReported: boolean): EnabledFault {
  return { name, defects: findFault(name).createDefects(), isReported }
}
