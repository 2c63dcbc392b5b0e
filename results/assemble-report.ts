import type { Profile, Requirement } from '#contract'
import type { Exchange, TargetSettings } from '#model'

import { type Coverable, coverageOf } from './coverage.ts'
import { resourcesFromJournal } from './journal/reader.ts'
import type { Report } from './report.ts'
import { computeOutcomes } from './requirement-outcomes.ts'
import type { TestResult } from './test-result.ts'
import { totalsOf } from './totals.ts'
import { trimExchanges } from './trim-exchanges.ts'
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
  readonly cases: readonly TestResult[]
  /** Calls made outside any test, as for discovery; their indexes must not clash with those of the tests. */
  readonly exchanges?: readonly Exchange[]
  /** The lines of the resource journal. */
  readonly journal: readonly string[]
  readonly errors: readonly string[]
}

/** What a run is measured with. */
export interface SpecSnapshot {
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
export function assembleReport(run: RunRecord, { requirements, profiles, coverable, hashes }: SpecSnapshot): Report {
  const { settings, cases } = run
  const judged = computeOutcomes(requirements, cases, profileOf(settings.profile, profiles), settings)
  const calls = [...(run.exchanges ?? []), ...cases.flatMap(({ evidence }) => evidence.exchanges)]
  const exchanges = trimExchanges(calls, judged)
  const passages = cases.flatMap(({ evidence }) => evidence.transitions)
  return {
    schemaVersion: 2,
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
    errors: [...new Set([...run.errors, ...cases.flatMap(({ evidence }) => evidence.errors ?? [])])],
  }
}
