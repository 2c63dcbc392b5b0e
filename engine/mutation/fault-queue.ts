import type { Fault } from '#emulator'
import { type FaultGroup, type GroupingKnowledge, groupFaults, separateRuns, toGroups } from './group-faults.ts'
import type { MeasuredGroups } from './measured-groups.ts'
import type { MutantRun } from './mutant-run.ts'

/** The faults that the run of a group has decided, and the groups to run next. */
export interface RunConsequence {
  /** The run of each fault that it decides. */
  readonly runs: ReadonlyMap<Fault, MutantRun>
  /** The groups that have to be run next. */
  readonly next: readonly FaultGroup[]
}

const isShared = (group: FaultGroup): boolean => group.length > 1

/**
 * The queue of fault groups that share a run. A fault that others hid is run again, together with those that were hidden in other groups, once
 * all groups have been run. A fault that is hidden again is run alone.
 */
export class FaultQueue {
  readonly #knowledge: GroupingKnowledge
  readonly groups: readonly FaultGroup[]
  /** Shared groups that have not been run yet. */
  #open: number
  /** Faults that were hidden once, with the group in which they were. */
  readonly #hidden = new Map<Fault, FaultGroup>()
  readonly #measured: string[][] = []
  #isSecondRound = false

  constructor(faults: readonly Fault[], knowledge: GroupingKnowledge) {
    this.#knowledge = knowledge
    this.groups = groupFaults(faults, knowledge)
    this.#open = this.groups.filter(isShared).length
  }

  /** The faults that have shared a run in which each of them was killed as declared. */
  get measured(): MeasuredGroups {
    return this.#measured
  }

  /** Records the run of one of the groups. */
  record(group: FaultGroup, run: MutantRun): RunConsequence {
    if (!isShared(group)) return { runs: new Map([[group[0], run]]), next: [] }
    const { runs, hidden, halves } = separateRuns(group, run)
    if (runs.size > 1) this.#measured.push([...runs.keys()].map(({ name }) => name))
    if (this.#isSecondRound) return { runs, next: [...halves, ...toGroups(hidden.map((fault) => [fault]))] }
    for (const fault of hidden) this.#hidden.set(fault, group)
    this.#open += halves.filter(isShared).length - 1
    return { runs, next: this.#open > 0 ? halves : [...halves, ...this.#regroupHidden()] }
  }

  #regroupHidden(): readonly FaultGroup[] {
    this.#isSecondRound = true
    const areApart = (a: Fault, b: Fault) => this.#hidden.get(a) === this.#hidden.get(b)
    return groupFaults([...this.#hidden.keys()], { masked: this.#knowledge.masked, areApart })
  }
}
