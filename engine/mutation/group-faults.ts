import type { Fault } from '#emulator'
import { evaluateRun, matchesDeclaration } from './evaluate.ts'
import { editionOfFault } from './fault-edition.ts'
import type { MaskedRequirements } from './masked-requirements.ts'
import type { MeasuredGroups } from './measured-groups.ts'
import type { MutantRun } from './mutant-run.ts'

/** Faults that one run tests together. */
export type FaultGroup = readonly [Fault, ...Fault[]]

/** Faults of one group at most: with more, one of them hides another too often. */
const maxGroupSize = 16
/** A fault that leaves more requirements undecided runs alone: together with others it would leave further ones undecided. */
const maxMasked = 12

/** Returns the requirements that a fault makes fail. */
const failuresOf = ({ requirement, alsoFails = {} }: Fault): readonly string[] => [
  requirement,
  ...Object.keys(alsoFails),
]

/** Tells whether one of two faults fails a requirement that the other fails or leaves undecided. */
function canHideEachOther(a: Fault, b: Fault, masked: MaskedRequirements): boolean {
  const hides = (hiding: Fault, hidden: Fault) =>
    [...failuresOf(hiding), ...(masked.get(hiding.name) ?? [])].some((id) => failuresOf(hidden).includes(id))
  return hides(a, b) || hides(b, a)
}

/** Results of earlier runs, which decide which faults may share a run. */
export interface GroupingKnowledge {
  /** The requirements that each fault left undecided in earlier runs. */
  readonly masked: MaskedRequirements
  /** Groups that shared a run before: they are run together again. Default: none. */
  readonly measured?: MeasuredGroups
  /** Whether two faults must not share a run for another reason. */
  areApart?(a: Fault, b: Fault): boolean
}

/** Tells whether one run can have both faults. */
const canShareRun = (a: Fault, b: Fault): boolean =>
  a.inOperatorStates === b.inOperatorStates && editionOfFault(a) === editionOfFault(b)

const fits = (fault: Fault, group: readonly Fault[], { masked, areApart }: GroupingKnowledge): boolean =>
  group.length < maxGroupSize &&
  group.every((other) => canShareRun(other, fault)) &&
  !group.some((other) => canHideEachOther(other, fault, masked) || areApart?.(other, fault))

/** Returns the non-empty parts as groups. */
export const toGroups = (parts: readonly (readonly Fault[])[]): readonly FaultGroup[] =>
  parts.flatMap(([first, ...rest]): FaultGroup[] => (first ? [[first, ...rest]] : []))

/** Returns the measured groups of these faults, without faults that have since moved to another edition or state. */
function groupsOf(faults: readonly Fault[], measured: MeasuredGroups): readonly FaultGroup[] {
  const byName = new Map(faults.map((fault) => [fault.name, fault]))
  const known = measured.map((names) => names.flatMap((name) => byName.get(name) ?? []))
  return toGroups(known.map((group) => group.filter((fault) => canShareRun(fault, group[0] ?? fault))))
}

/**
 * Divides faults into groups for one run each: the measured groups, and groups of the other faults. Of those, a fault stays alone if it
 * is unknown what it masks, or if it leaves many requirements undecided: it could hide failures of others. Neighbours in the list, which
 * often change the same response, end up in different groups.
 */
export function groupFaults(faults: readonly Fault[], knowledge: GroupingKnowledge): readonly FaultGroup[] {
  const { masked, measured = [] } = knowledge
  const measuredGroups = groupsOf(faults, measured)
  const placed = new Set(measuredGroups.flat())
  const others = faults.filter((fault) => !placed.has(fault))
  const canShare = ({ name }: Fault) => (masked.get(name)?.length ?? Number.POSITIVE_INFINITY) <= maxMasked
  const alone = others.filter((fault) => !canShare(fault))
  const grouped = others.filter(canShare)
  const groups: Fault[][] = Array.from({ length: Math.ceil(grouped.length / maxGroupSize) }, () => [])
  for (const [index, fault] of grouped.entries()) {
    const rotated = [...groups.slice(index % groups.length), ...groups.slice(0, index % groups.length)]
    const group = rotated.find((candidate) => fits(fault, candidate, knowledge))
    if (group) group.push(fault)
    else groups.push([fault])
  }
  // A group may have to be run again in parts, which is possible beside the faults that run alone.
  return toGroups([...measuredGroups, ...groups, ...alone.map((fault) => [fault])])
}

/** Returns the run that one fault of a group would have had alone, derived from the run of the group. */
const partOf = (fault: Fault, group: FaultGroup, run: MutantRun): MutantRun => ({
  ...run,
  failures: run.failures.filter(({ requirement }) => failuresOf(fault).includes(requirement)),
  masked: [],
  ms: Math.round(run.ms / group.length),
  isShared: true,
})

/** The run of a group, separated into its faults. */
export interface GroupResult {
  /** The runs of the faults whose declared failures, and no others, it shows. */
  readonly runs: ReadonlyMap<Fault, MutantRun>
  /** Faults whose failures others hid. */
  readonly hidden: readonly Fault[]
  /** The two halves of the group, if a failure belongs to none of its faults. */
  readonly halves: readonly FaultGroup[]
}

/**
 * Separates the run of a group into those of its faults. A requirement that fails undeclared may belong to any of them: the group has
 * to be run again in two halves, down to single faults.
 */
export function separateRuns(group: FaultGroup, run: MutantRun): GroupResult {
  const declared = new Set(group.flatMap(failuresOf))
  if (run.errors.length > 0 || run.failures.some(({ requirement }) => !declared.has(requirement))) {
    const half = Math.ceil(group.length / 2)
    return { runs: new Map(), hidden: [], halves: toGroups([group.slice(0, half), group.slice(half)]) }
  }
  const parts = group.map((fault) => [fault, partOf(fault, group, run)] as const)
  const runs = new Map(parts.filter(([fault, part]) => matchesDeclaration(evaluateRun(fault, part))))
  return { runs, hidden: group.filter((fault) => !runs.has(fault)), halves: [] }
}
