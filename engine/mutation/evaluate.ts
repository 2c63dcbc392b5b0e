import type { Fault } from '#emulator'
import type { RequirementId } from '#model'
import type { Failure, Masked, MutantRun } from './mutant-run.ts'

/** A requirement that fails although the fault is not about it. */
export interface CollateralFailure extends Failure {
  /** Why the two cannot be told apart, where the fault declares it. */
  readonly declared?: string
}

/** What the suites made of one fault. */
export interface MutantVerdict {
  /** Its own requirement failed. */
  readonly killed: boolean
  /** How that showed, or why it did not. */
  readonly reason: string
  readonly collateral: readonly CollateralFailure[]
  /** Declared as strays, and not failed. */
  readonly missingCollateral: readonly string[]
  /** Other requirements that could not be judged because of it. */
  readonly masked: readonly Masked[]
  readonly errors: readonly string[]
}

/** Reads an attempt: what it says of the fault's own requirement, and of all others. */
export function evaluateRun(
  { requirement, alsoFails = {} }: Fault,
  { failures, masked, errors }: MutantRun,
): MutantVerdict {
  const isOwn = (row: { readonly requirement: RequirementId }): boolean => row.requirement === requirement
  const own = failures.find(isOwn)
  const reasonOf = (id: string): { readonly declared?: string } => {
    const declared = alsoFails[id]
    return declared === undefined ? {} : { declared }
  }
  return {
    killed: own !== undefined,
    reason: own?.finding ?? whyMissed(masked.find(isOwn), errors),
    collateral: failures.filter((row) => !isOwn(row)).map((row) => ({ ...row, ...reasonOf(row.requirement) })),
    missingCollateral: Object.keys(alsoFails).filter((id) => !failures.some((row) => row.requirement === id)),
    masked: masked.filter((row) => !isOwn(row)),
    errors,
  }
}

function whyMissed(own: Masked | undefined, errors: readonly string[]): string {
  if (own) return `${own.outcome}: ${own.reason}`
  return errors[0] ?? 'it passed'
}

/** Whether a fault did what it says, no less and no more. */
export const matchesDeclaration = ({ killed, collateral, missingCollateral }: MutantVerdict): boolean =>
  killed && missingCollateral.length === 0 && collateral.every(({ declared }) => declared !== undefined)

/** What two attempts at one fault have to agree on to count as the same result. */
const signature = ({ failures }: MutantRun): string =>
  failures
    .map(({ requirement }) => requirement)
    .sort()
    .join(' ')

/** What several attempts at one fault come to. */
export interface EvaluatedMutant {
  readonly verdict: MutantVerdict
  /** True when attempts disagreed. */
  readonly flaky: boolean
  /** Whether some result was seen twice, or the only attempt was as declared. */
  readonly decided: boolean
}

/** The result that two attempts agree on; the first one that is as declared needs no other. Without agreement, the last one. */
export function evaluate(fault: Fault, attempts: readonly [MutantRun, ...MutantRun[]]): EvaluatedMutant {
  const signatures = attempts.map(signature)
  const agreed = attempts.findLast((attempt, index) => signatures.indexOf(signature(attempt)) !== index)
  const verdict = evaluateRun(fault, agreed ?? attempts.at(-1) ?? attempts[0])
  return {
    verdict,
    flaky: new Set(signatures).size > 1,
    decided: agreed !== undefined || (attempts.length === 1 && matchesDeclaration(verdict)),
  }
}
