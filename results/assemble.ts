import type { Profile, Requirement } from '#contract'
import type { Exchange, TargetSettings } from '#harness'
import type { CaseResult } from './case.ts'
import { type Coverable, coverageOf } from './coverage.ts'
import { keepExchanges } from './exchanges.ts'
import { resourcesFromJournal } from './journal.ts'
import { judgeRequirements } from './outcomes.ts'
import type { Report } from './report.ts'
import { totalsOf } from './totals.ts'
import { verdictOf } from './verdict.ts'

/** Everything a run leaves behind, before anything has been made of it. */
export interface RunRecord {
  readonly settings: Pick<
    TargetSettings,
    'runId' | 'url' | 'profile' | 'capabilities' | 'missing' | 'selection' | 'readOnly'
  >
  /** The versions that the target's root lists, `v2.0` and the like. */
  readonly versions: readonly string[]
  /** True when the target is the emulator that the run started itself. */
  readonly embedded?: boolean
  /** The version of this package. */
  readonly tool: string
  readonly startedAt: Date
  readonly durationMs: number
  readonly cases: readonly CaseResult[]
  /** Calls made outside any test, as for discovery; their indexes must not clash with those of the tests. */
  readonly exchanges?: readonly Exchange[]
  /** The lines of the resource journal. */
  readonly journal: readonly string[]
  readonly troubles: readonly string[]
}

/** What a run is measured with. */
export interface Yardstick {
  readonly requirements: readonly Requirement[]
  readonly profiles: Readonly<Record<string, Profile>>
  readonly coverable: Coverable
  readonly hashes: { readonly contract: string; readonly register: string }
}

function profileOf(id: string, profiles: Readonly<Record<string, Profile>>): Profile {
  const profile = profiles[id]
  if (!profile) throw new TypeError(`There is no profile "${id}"; there are ${Object.keys(profiles).join(', ')}.`)
  return profile
}

/**
 * The report of a run. Pure and deterministic: requirements stand in the register's order, exchanges by index, so two reports
 * can be laid side by side. Throws a TypeError for a profile that the yardstick does not have.
 */
export function assembleReport(run: RunRecord, { requirements, profiles, coverable, hashes }: Yardstick): Report {
  const { settings, cases } = run
  const judged = judgeRequirements(requirements, cases, profileOf(settings.profile, profiles), settings)
  const calls = [...(run.exchanges ?? []), ...cases.flatMap(({ evidence }) => evidence.exchanges)]
  const exchanges = keepExchanges(calls, judged)
  const passages = cases.flatMap(({ evidence }) => evidence.transitions)
  return {
    schemaVersion: 1,
    verdict: verdictOf(judged),
    target: {
      url: settings.url,
      profile: settings.profile,
      versions: run.versions,
      ...(run.embedded && { embedded: true }),
    },
    tool: { version: run.tool, ...hashes },
    runId: settings.runId,
    startedAt: run.startedAt.toISOString(),
    durationMs: Math.round(run.durationMs),
    totals: totalsOf(judged),
    requirements: judged,
    coverage: coverageOf(calls, cases, coverable),
    transitions: passages.map(({ from, to, after, ms }) => ({ from, to, after, ms })),
    resources: resourcesFromJournal(run.journal, `compute-conformance cleanup --run ${settings.runId}`),
    requests: exchanges.length,
    exchanges,
    troubles: [...new Set([...run.troubles, ...cases.flatMap(({ evidence }) => evidence.troubles ?? [])])],
  }
}
