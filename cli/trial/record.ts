import { hashes } from '#contract'
import type { Attempt } from './attempt.ts'
import type { Tried } from './docket.ts'
import type { Proceeded } from './proceed.ts'

const told = ({ failures, requests, ms, troubles }: Attempt) => ({
  failed: failures.map(({ requirement }) => requirement),
  requests,
  ms,
  ...(troubles.length > 0 ? { troubles } : {}),
})

function row({ fault, verdict, unsteady, asDeclared, attempts }: Tried) {
  return {
    fault: fault.name,
    sentence: fault.sentence,
    requirement: fault.requirement,
    ...(fault.restType === undefined ? {} : { restType: fault.restType }),
    outcome: verdict.killed ? 'killed' : 'missed',
    because: verdict.because,
    asDeclared,
    unsteady,
    strays: verdict.strays,
    ...(verdict.absent.length > 0 ? { absent: verdict.absent } : {}),
    blinded: verdict.blinded,
    attempts: attempts.map(told),
  }
}

/** What a trial comes to in figures. */
export function totalsOf(tried: readonly Tried[]) {
  const count = (holds: (one: Tried) => boolean): number => tried.filter(holds).length
  return {
    faults: tried.length,
    killed: count(({ verdict }) => verdict.killed),
    missed: count(({ verdict }) => !verdict.killed),
    /** Faults of which another requirement fails too, with a declared reason. */
    declaredStrays: count(({ verdict }) => verdict.strays.some(({ declared }) => declared !== undefined)),
    undeclaredStrays: count(({ verdict }) => verdict.strays.some(({ declared }) => declared === undefined)),
    absentStrays: count(({ verdict }) => verdict.absent.length > 0),
    unsteady: count(({ unsteady }) => unsteady),
  }
}

/** The kill matrix as it is written to trial.json. */
export const recordOf = (
  { tried, controls }: Proceeded,
  about: { readonly tool: string; readonly startedAt: Date; readonly durationMs: number; readonly jobs: number },
) => ({
  schemaVersion: 1,
  tool: { version: about.tool, ...hashes },
  startedAt: about.startedAt.toISOString(),
  durationMs: Math.round(about.durationMs),
  jobs: about.jobs,
  totals: totalsOf(tried),
  controls: controls.map(told),
  faults: tried.map(row),
})
