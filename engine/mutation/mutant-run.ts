import { isRequirementId } from '#contract'
import type { RequirementId } from '#model'
import type { Report } from '#results'

/** A requirement that a run found broken, and how it showed first. */
export interface Failure {
  readonly requirement: RequirementId
  readonly finding: string
}

/** A requirement that a run could say nothing about. */
export interface Masked {
  readonly requirement: RequirementId
  /** `inconclusive`, `unobserved`, `skipped` or `error`. */
  readonly outcome: string
  readonly reason: string
}

/** One run of the suites against an emulator, with a fault or without any. Plain JSON: it comes from another process. */
export interface MutantRun {
  readonly failures: readonly Failure[]
  readonly masked: readonly Masked[]
  /** What went wrong outside the tests; each one sentence. */
  readonly errors: readonly string[]
  readonly requests: number
  /** Milliseconds, the start of the emulator included. */
  readonly ms: number
}

/** What a report says of the requirements, as far as it is not simply that they hold. */
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

/** What is left of a run that came to no end. */
export const brokenRun = (error: string, ms: number): MutantRun => ({
  failures: [],
  masked: [],
  errors: [error],
  requests: 0,
  ms: Math.round(ms),
})

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isRow = (value: unknown, ...texts: readonly string[]): boolean =>
  isObject(value) &&
  typeof value['requirement'] === 'string' &&
  isRequirementId(value['requirement']) &&
  texts.every((key) => typeof value[key] === 'string')

/** Whether a message from another process is an attempt. */
export function isMutantRun(value: unknown): value is MutantRun {
  if (!isObject(value)) return false
  const { failures, blind, errors, requests, ms } = value
  return (
    Array.isArray(failures) &&
    failures.every((row) => isRow(row, 'finding')) &&
    Array.isArray(blind) &&
    blind.every((row) => isRow(row, 'outcome', 'reason')) &&
    Array.isArray(errors) &&
    typeof requests === 'number' &&
    typeof ms === 'number'
  )
}
