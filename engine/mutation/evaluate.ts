import type { Fault } from '#emulator'
import type { RequirementId } from '#model'
import type { FailedRequirement, MaskedRequirement, MutantRun } from './mutant-run.ts'

/** A requirement that fails although the fault does not violate it. */
export interface CollateralFailure extends FailedRequirement {
  /** Why it cannot be distinguished from the fault's own requirement, where the fault declares it. */
  readonly declared?: string
}

/** The result of one run with a fault. */
export interface MutantVerdict {
  /** True when the fault's own requirement failed. */
  readonly killed: boolean
  /** The finding that killed it, or why it survived. */
  readonly reason: string
  readonly collateral: readonly CollateralFailure[]
  /** Declared collateral failures that did not occur. */
  readonly missingCollateral: readonly string[]
  /** Other requirements that neither passed nor failed. */
  readonly masked: readonly MaskedRequirement[]
  readonly errors: readonly string[]
}

/** Evaluates one run with a fault. */
export function evaluateRun({ requirement, alsoFails = {} }: Fault, run: MutantRun): MutantVerdict {
  const { failures, masked, errors } = run
  const isOwn = (row: { readonly requirement: RequirementId }): boolean => row.requirement === requirement
  const own = failures.find(isOwn)
  const declarationOf = (id: string): { readonly declared?: string } => {
    const declared = alsoFails[id]
    return declared === undefined ? {} : { declared }
  }
  return {
    killed: own !== undefined,
    reason: own?.finding ?? survivalReason(masked.find(isOwn), errors),
    collateral: failures.filter((row) => !isOwn(row)).map((row) => ({ ...row, ...declarationOf(row.requirement) })),
    missingCollateral: Object.keys(alsoFails).filter((id) => !failures.some((row) => row.requirement === id)),
    masked: masked.filter((row) => !isOwn(row)),
    errors,
  }
}

function survivalReason(own: MaskedRequirement | undefined, errors: readonly string[]): string {
  if (own) return `${own.outcome}: ${own.reason}`
  return errors[0] ?? 'the requirement passed'
}

/** Tells whether the fault is killed with exactly the collateral failures that it declares. */
export const matchesDeclaration = ({ killed, collateral, missingCollateral }: MutantVerdict): boolean =>
  killed && missingCollateral.length === 0 && collateral.every(({ declared }) => declared !== undefined)

/** Returns the part of a result that has to be the same in two runs. */
const signature = ({ failures }: MutantRun): string =>
  failures
    .map(({ requirement }) => requirement)
    .sort()
    .join(' ')

/** The result of several runs with the same fault. */
export interface EvaluatedMutant {
  readonly verdict: MutantVerdict
  /** True when the runs disagree. */
  readonly flaky: boolean
  /** True when two runs agree, or the only run matches the declaration. */
  readonly decided: boolean
}

/** Returns the result that two runs agree on; without agreement that of the last run. */
export function evaluate(fault: Fault, runs: readonly [MutantRun, ...MutantRun[]]): EvaluatedMutant {
  const signatures = runs.map(signature)
  const agreed = runs.findLast((run, index) => signatures.indexOf(signature(run)) !== index)
  const verdict = evaluateRun(fault, agreed ?? runs.at(-1) ?? runs[0])
  return {
    verdict,
    flaky: new Set(signatures).size > 1,
    decided: agreed !== undefined || (runs.length === 1 && matchesDeclaration(verdict)),
  }
}
