import { hashes } from '#contract'
import { toolVersion } from '#engine/tool-version'
import type { MutantRun } from './mutant-run.ts'
import type { MutantResult } from './mutation-results.ts'
import type { MutationOutcome } from './run-mutations.ts'

const runRow = ({ failures, requests, ms, errors }: MutantRun) => ({
  failed: failures.map(({ requirement }) => requirement),
  requests,
  ms,
  ...(errors.length > 0 ? { errors } : {}),
})

const resultRow = ({ fault, verdict, flaky, asDeclared, runs }: MutantResult) => ({
  fault: fault.name,
  description: fault.description,
  requirement: fault.requirement,
  ...(fault.restType === undefined ? {} : { restType: fault.restType }),
  outcome: verdict.killed ? 'killed' : 'survived',
  reason: verdict.reason,
  asDeclared,
  flaky,
  collateral: verdict.collateral,
  ...(verdict.missingCollateral.length > 0 ? { missingCollateral: verdict.missingCollateral } : {}),
  masked: verdict.masked,
  runs: runs.map(runRow),
})

/** Counts the faults by result. */
export function mutationTotals(results: readonly MutantResult[]) {
  const count = (matches: (result: MutantResult) => boolean): number => results.filter(matches).length
  return {
    faults: results.length,
    killed: count(({ verdict }) => verdict.killed),
    survived: count(({ verdict }) => !verdict.killed),
    declaredCollateral: count(({ verdict }) => verdict.collateral.some(({ declared }) => declared !== undefined)),
    undeclaredCollateral: count(({ verdict }) => verdict.collateral.some(({ declared }) => declared === undefined)),
    missingCollateral: count(({ verdict }) => verdict.missingCollateral.length > 0),
    flaky: count(({ flaky }) => flaky),
  }
}

/** Returns the content of mutation-test.json. */
export const mutationJson = (
  { results, baselineRuns }: MutationOutcome,
  { startedAt, durationMs, jobs }: { readonly startedAt: Date; readonly durationMs: number; readonly jobs: number },
) => ({
  schemaVersion: 2,
  tool: { version: toolVersion, ...hashes },
  startedAt: startedAt.toISOString(),
  durationMs: Math.round(durationMs),
  jobs,
  totals: mutationTotals(results),
  baselineRuns: baselineRuns.map(runRow),
  faults: results.map(resultRow),
})
