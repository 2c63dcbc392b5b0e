import { hashes } from '#contract'
import type { MutantRun } from './mutant-run.ts'
import type { MutantResult } from './mutation-results.ts'
import type { MutationOutcome } from './run-mutations.ts'

const told = ({ failures, requests, ms, errors }: MutantRun) => ({
  failed: failures.map(({ requirement }) => requirement),
  requests,
  ms,
  ...(errors.length > 0 ? { errors } : {}),
})

function row({ fault, verdict, flaky, asDeclared, runs }: MutantResult) {
  return {
    fault: fault.name,
    sentence: fault.description,
    requirement: fault.requirement,
    ...(fault.restType === undefined ? {} : { restType: fault.restType }),
    outcome: verdict.killed ? 'killed' : 'missed',
    because: verdict.reason,
    asDeclared,
    unsteady,
    strays: verdict.collateral,
    ...(verdict.missingCollateral.length > 0 ? { absent: verdict.missingCollateral } : {}),
    blinded: verdict.masked,
    attempts: runs.map(told),
  }
}

/** What a trial comes to in figures. */
export function totalsOf(tried: readonly MutantResult[]) {
  const count = (holds: (one: MutantResult) => boolean): number => tried.filter(holds).length
  return {
    faults: tried.length,
    killed: count(({ verdict }) => verdict.killed),
    missed: count(({ verdict }) => !verdict.killed),
    /** Faults of which another requirement fails too, with a declared reason. */
    declaredStrays: count(({ verdict }) => verdict.collateral.some(({ declared }) => declared !== undefined)),
    undeclaredStrays: count(({ verdict }) => verdict.collateral.some(({ declared }) => declared === undefined)),
    absentStrays: count(({ verdict }) => verdict.missingCollateral.length > 0),
    unsteady: count(({ flaky }) => flaky),
  }
}

/** The kill matrix as it is written to trial.json. */
export const jsonReport = (
  { results, baselineRuns }: MutationOutcome,
  about: { readonly tool: string; readonly startedAt: Date; readonly durationMs: number; readonly jobs: number },
) => ({
  schemaVersion: 1,
  tool: { version: about.tool, ...hashes },
  startedAt: about.startedAt.toISOString(),
  durationMs: Math.round(about.durationMs),
  jobs: about.jobs,
  totals: totalsOf(results),
  controls: baselineRuns.map(told),
  faults: results.map(row),
})
