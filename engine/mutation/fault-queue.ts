import type { Fault } from '#emulator'
import { type FaultGroup, groupFaults, separateRuns, toGroups } from './group-faults.ts'
import type { MaskedRequirements } from './masked-requirements.ts'
import type { MutantRun } from './mutant-run.ts'

/** What follows from a run. */
export interface RunConsequence {
  /** The run of each fault that it decides. */
  readonly runs: ReadonlyMap<Fault, MutantRun>
  /** The groups that have to be run next. */
  readonly next: readonly FaultGroup[]
}

const isShared = (group: FaultGroup): boolean => group.length > 1

/**
 * The groups of faults that share a run, and what is run again: faults that others hid share another run, with those that were hidden in
 * other groups, as soon as all groups have been run. What is hidden there too is run alone.
 */
export class FaultQueue {
  readonly #masked: MaskedRequirements
  readonly groups: readonly FaultGroup[]
  /** Shared groups that have not been run yet. */
  #open: number
  /** Faults that were hidden once, with the group in which they were. */
  readonly #hidden = new Map<Fault, FaultGroup>()
  #isSecondRound = false

  constructor(faults: readonly Fault[], masked: MaskedRequirements) {
    this.#masked = masked
    this.groups = groupFaults(faults, { masked })
    this.#open = this.groups.filter(isShared).length
  }

  /** Records the run of one of the groups. */
  record(group: FaultGroup, run: MutantRun): RunConsequence {
    if (!isShared(group)) return { runs: new Map([[group[0], run]]), next: [] }
    const { runs, hidden, halves } = separateRuns(group, run)
    if (this.#isSecondRound) return { runs, next: [...halves, ...toGroups(hidden.map((fault) => [fault]))] }
    for (const fault of hidden) this.#hidden.set(fault, group)
    this.#open += halves.filter(isShared).length - 1
    return { runs, next: this.#open > 0 ? halves : [...halves, ...this.#regroupHidden()] }
  }

  #regroupHidden(): readonly FaultGroup[] {
    this.#isSecondRound = true
    const areApart = (a: Fault, b: Fault) => this.#hidden.get(a) === this.#hidden.get(b)
    return groupFaults([...this.#hidden.keys()], { masked: this.#masked, areApart })
  }
}
