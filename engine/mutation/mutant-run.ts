import { isRequirementId } from '#contract'
import { at, isObject } from '#engine/input'
import type { RequirementId } from '#model'
import type { Report } from '#results'

/** A requirement that failed, with its first finding. */
export interface FailedRequirement {
  readonly requirement: RequirementId
  readonly finding: string
}

/** A requirement that neither passed nor failed. */
export interface MaskedRequirement {
  readonly requirement: RequirementId
  /** `inconclusive`, `unobserved`, `skipped` or `error`. */
  readonly outcome: string
  readonly reason: string
}

/** One run of the suites against an emulator with one fault or none. Plain JSON, since it comes from another process. */
export interface MutantRun {
  readonly failures: readonly FailedRequirement[]
  readonly masked: readonly MaskedRequirement[]
  /** Errors outside the tests, one sentence each. */
  readonly errors: readonly string[]
  readonly requests: number
  /** Milliseconds, including the start of the emulator. */
  readonly ms: number
  /** True when the run had several faults: it is unknown which of them masked a requirement. */
  readonly isShared?: boolean
}

/** Reduces a report to the requirements that did not pass. */
export function mutantRunFrom({ requirements, errors, requests }: Report, ms: number): MutantRun {
  return {
    failures: requirements
      .filter(({ outcome }) => outcome === 'fail')
      .map(({ id, findings: [first] }) => ({
        requirement: id,
        finding: first ? `${first.message} Expected: ${first.expected}. Actual: ${first.actual}.` : '',
      })),
    masked: requirements
      .filter(({ outcome, off }) => outcome !== 'pass' && outcome !== 'fail' && off !== true)
      .map(({ id, outcome, reason = '' }) => ({ requirement: id, outcome, reason })),
    errors,
    requests,
    ms: Math.round(ms),
  }
}

/** Returns a run that did not finish. */
export const failedRun = (error: string, ms: number): MutantRun => ({
  failures: [],
  masked: [],
  errors: [error],
  requests: 0,
  ms: Math.round(ms),
})

/** Tells whether a run shows that everything passes. */
export const isClean = ({ failures, masked, errors }: MutantRun): boolean =>
  failures.length === 0 && masked.length === 0 && errors.length === 0

const hasTexts = (row: unknown, ...keys: readonly string[]): boolean =>
  keys.every((key) => typeof at(row, key) === 'string')

const isRow = (row: unknown, ...keys: readonly string[]): boolean =>
  hasTexts(row, 'requirement', ...keys) && isRequirementId(String(at(row, 'requirement')))

/** Tells whether a message from another process is a run. */
export function isMutantRun(value: unknown): value is MutantRun {
  if (!isObject(value)) return false
  const { failures, masked, errors, requests, ms } = value
  return (
    Array.isArray(failures) &&
    failures.every((row) => isRow(row, 'finding')) &&
    Array.isArray(masked) &&
    masked.every((row) => isRow(row, 'outcome', 'reason')) &&
    Array.isArray(errors) &&
    typeof requests === 'number' &&
    typeof ms === 'number'
  )
}
