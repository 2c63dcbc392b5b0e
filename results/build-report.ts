import {
  applyEdition,
  documentedOperations,
  documentedParameters,
  documentedProperties,
  documentedValues,
  hashes,
  type Profile,
  profiles,
  type Requirement,
  requirements,
} from '#contract'
import type { Edition, Evidence, TargetSettings } from '#model'
import { type Coverable, coverageOf } from './coverage/coverage.ts'
import { criticalPathMs } from './critical-path.ts'
import { editionNote } from './edition-note.ts'
import { resourcesFromJournal } from './journal/journal-reader.ts'
import { causesOf } from './outcomes/causes.ts'
import { computeOutcomes, notTestedReason } from './outcomes/requirement-outcomes.ts'
import { withTimes } from './outcomes/requirement-times.ts'
import { totalsOf, verdictOf } from './outcomes/verdict.ts'
import type { Report, ReportedTest, RequirementResult } from './report.ts'
import { sortExchanges } from './report-limits.ts'
import type { TestResult } from './test-result.ts'

/** Everything a run recorded, from which its report is built. */
export interface RunRecord {
  readonly settings: Pick<
    TargetSettings,
    'runId' | 'computeUrl' | 'profile' | 'edition' | 'capabilities' | 'missing' | 'selection' | 'readOnly'
  >
  /** Versions that the root of the target lists, such as `v2.0`. */
  readonly versions: readonly string[]
  /** True when the target is the emulator that the run started itself. */
  readonly embedded?: boolean
  /** The options of the command line that name the target, without a token. */
  readonly options?: string
  /** The shell command that deletes the leftovers of the run. */
  readonly cleanupCommand?: string
  /** The version of this package. */
  readonly tool: string
  readonly startedAt: Date
  readonly durationMs: number
  readonly cases: readonly TestResult[]
  /** The lines of the resource journal. */
  readonly journal: readonly string[]
  readonly errors: readonly string[]
  /** Notes from before the tests started, one sentence each. */
  readonly notes?: readonly string[]
  /** The part of the suites that the run consists of; all of them by default. */
  readonly shard?: { readonly index: number; readonly count: number } | undefined
  /** True when the run was interrupted, possibly after its last test. */
  readonly isInterrupted?: boolean
}

/** The requirements and the OpenAPI description that a run is evaluated against. */
export interface SpecSnapshot {
  readonly requirements: readonly Requirement[]
  readonly profiles: Readonly<Record<string, Profile>>
  readonly coverable: Coverable
  readonly hashes: { readonly contract: string; readonly register: string }
}

const packageSpec = (edition: Edition): SpecSnapshot => ({
  requirements,
  profiles,
  coverable: {
    operations: documentedOperations(edition),
    properties: documentedProperties(edition),
    values: documentedValues(edition),
    parameters: documentedParameters(edition),
  },
  hashes,
})

function profileWithId(id: string, available: SpecSnapshot['profiles']): Profile {
  const profile = available[id]
  if (!profile)
    throw new TypeError(`There is no profile "${id}"; expected one of ${Object.keys(available).join(', ')}.`)
  return profile
}

function criticalPathOf(evidence: readonly Evidence[]): Pick<Report, 'criticalPathMs'> {
  const ms = criticalPathMs(evidence.map(({ transitions }) => transitions))
  return ms === undefined ? {} : { criticalPathMs: Math.round(ms) }
}

/**
 * Builds the report of a run: requirements in register order, exchanges by index. Pure and deterministic. Throws a TypeError
 * for a profile that `spec` does not contain.
 */
export function buildReport(run: RunRecord, spec: SpecSnapshot = packageSpec(run.settings.edition)): Report {
  const { settings, cases: testResults } = run
  const named = profileWithId(settings.profile, spec.profiles)
  const profile = applyEdition(named, settings.edition)
  const requirements = spec.requirements.filter(({ editions }) => editions.includes(settings.edition))
  const outcomes = computeOutcomes(requirements, testResults, profile, {
    ...settings,
    isInterrupted: run.isInterrupted ?? false,
  })
  const results = withTimes(outcomes, testResults)
  const evidence = testResults.map((result) => result.evidence)
  const allExchanges = evidence.flatMap(({ exchanges }) => exchanges)
  const exchanges = sortExchanges(allExchanges)
  const transitions = evidence.flatMap((each) => each.transitions)
  const errors = errorsOf(run, results)
  return {
    schemaVersion: 2,
    verdict: verdictOf(results, errors),
    target: targetOf(run),
    ...shardsOf(run.shard),
    ...selectionOf(settings.selection),
    tool: { version: run.tool, ...spec.hashes },
    runId: settings.runId,
    startedAt: run.startedAt.toISOString(),
    durationMs: Math.round(run.durationMs),
    ...criticalPathOf(evidence),
    totals: totalsOf(results),
    requirements: results,
    causes: causesOf(results),
    coverage: coverageOf(allExchanges, testResults, spec.coverable),
    transitions: transitions.map(({ from, to, after, ms }) => ({ from, to, after, ms })),
    resources: resourcesFromJournal(
      run.journal,
      run.cleanupCommand ?? `compute-conformance cleanup --run ${settings.runId}`,
    ),
    requests: exchanges.length,
    exchanges,
    tests: testsOf(testResults),
    errors,
    ...notesOf([...(run.notes ?? []), ...editionNote(named, settings.edition, exchanges)], evidence),
  }
}

const targetOf = ({ settings, versions, embedded, options }: RunRecord): Report['target'] => ({
  url: settings.computeUrl,
  profile: settings.profile,
  edition: settings.edition,
  versions,
  ...(embedded && { embedded: true }),
  ...(options && { options }),
})

/** Returns the errors of a run. An interruption after the last test is not an error. */
function errorsOf(
  { errors, cases, isInterrupted }: RunRecord,
  results: readonly RequirementResult[],
): readonly string[] {
  const isCut = isInterrupted === true && results.some(({ reason }) => reason === notTestedReason)
  const ofTests = cases.flatMap(({ evidence }) => evidence.errors)
  return [
    ...new Set([...errors, ...(isCut ? ['The run was interrupted before all tests had finished.'] : []), ...ofTests]),
  ]
}

/** Returns the tests that made exchanges, in the order of their first one. */
const testsOf = (results: readonly TestResult[]): readonly ReportedTest[] =>
  results
    .map(({ title, requirements, evidence }) => ({
      title,
      requirements,
      exchanges: evidence.exchanges.map(({ index }) => index),
    }))
    .filter(({ exchanges }) => exchanges.length > 0)
    .sort((a, b) => (a.exchanges[0] ?? 0) - (b.exchanges[0] ?? 0))

const shardsOf = (shard: RunRecord['shard']): Pick<Report, 'shards'> =>
  shard === undefined || shard.count === 1 ? {} : { shards: { count: shard.count, indexes: [shard.index] } }

/** Returns the patterns of `--only` and `--skip`; absent when neither limited the run. */
function selectionOf({ only, skip }: RunRecord['settings']['selection']): Pick<Report, 'selection'> {
  if (only.length === 0 && skip.length === 0) return {}
  return { selection: { ...(only.length > 0 && { only }), ...(skip.length > 0 && { skip }) } }
}

/** Returns the notes of the run; absent without any. */
function notesOf(own: readonly string[], evidence: readonly TestResult['evidence'][]): Pick<Report, 'notes'> {
  const notes = [...new Set([...own, ...evidence.flatMap((each) => each.notes)])]
  return notes.length === 0 ? {} : { notes }
}
