import { editionOf } from '../edition.ts'
import { IncompatibleReportsError } from '../errors.ts'
import { withRequirements } from '../outcomes/verdict.ts'
import type { Report, RequirementResult } from '../report.ts'
import { sortExchanges } from '../report-limits.ts'
import { mergeCoverage } from './coverage.ts'
import { reindexExchanges } from './exchanges.ts'
import { decideCounterparts, mergeRepeatedResults, mergeShardResults, type NonEmpty } from './merge-results.ts'
import { mergeResources } from './resources.ts'
import { mergeSelections } from './selection.ts'
import { explainUnobserved, mergeShardsOf, missingShards } from './shards.ts'

interface MergeStrategy {
  /** Whether the runs took place at the same time or one after the other. */
  readonly order: 'parallel' | 'sequential'
  readonly mergeResults: (results: NonEmpty<RequirementResult>, failed: ReadonlySet<string>) => RequirementResult
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const max = (values: readonly number[]): number => Math.max(...values)
const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)]

const isNonEmpty = <T>(values: readonly T[]): values is NonEmpty<T> => values.length > 0

/** Properties that must be equal in all reports. The embedded emulator has another port in every run. */
const commonProperties: readonly (readonly [name: string, valueIn: (report: Report) => string])[] = [
  ['targets', ({ target }) => (target.embedded ? 'the embedded emulator' : target.url)],
  ['profiles', ({ target }) => target.profile],
  ['editions', ({ target }) => editionOf(target)],
  ['contracts', ({ tool }) => tool.contract],
  ['registers', ({ tool }) => tool.register],
  ['suite versions', ({ tool }) => tool.version],
]

function assertComparable([first, ...others]: NonEmpty<Report>): void {
  for (const [name, valueIn] of commonProperties) {
    const other = others.find((report) => valueIn(report) !== valueIn(first))
    if (other)
      throw new IncompatibleReportsError(`The reports have different ${name}: ${valueIn(first)} and ${valueIn(other)}.`)
  }
}

/** Rejects reports that contain the same run, which would be counted twice. The id of a merged report contains those of all its runs. */
function assertDistinctRuns(reports: NonEmpty<Report>): void {
  const runIds = reports.flatMap(({ runId }) => runId.split('+'))
  const duplicate = runIds.find((id, index) => runIds.indexOf(id) < index)
  if (duplicate !== undefined) throw new IncompatibleReportsError(`Two of the reports contain run ${duplicate}.`)
}

/** Returns the results grouped by requirement, in register order. */
function groupByRequirement(lists: readonly (readonly RequirementResult[])[]): readonly NonEmpty<RequirementResult>[] {
  const groups = new Map<string, [RequirementResult, ...RequirementResult[]]>()
  for (const result of lists.flat()) {
    const group = groups.get(result.id)
    if (group) group.push(result)
    else groups.set(result.id, [result])
  }
  for (const [first, ...others] of groups.values()) {
    const other = others.find(({ level }) => level !== first.level)
    if (other)
      throw new IncompatibleReportsError(
        `The reports have different levels for ${first.id}: ${first.level} and ${other.level}.`,
      )
  }
  return [...groups.values()]
}

const byStart = (a: Report, b: Report): number =>
  Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.runId < b.runId ? -1 : Number(a.runId > b.runId))

/** Merges the errors. Those about missing shards are those of the merged report. */
function mergeErrors(reports: readonly Report[], merged: Pick<Report, 'shards'>): readonly string[] {
  const outdated = reports.flatMap(missingShards)
  const errors = reports.flatMap((report) => report.errors).filter((error) => !outdated.includes(error))
  return distinct([...errors, ...missingShards(merged)])
}

function mergeCriticalPaths(reports: readonly Report[], merge: (values: readonly number[]) => number) {
  const paths = reports.flatMap(({ criticalPathMs }) => criticalPathMs ?? [])
  return paths.length === 0 ? {} : { criticalPathMs: merge(paths) }
}

function mergeReports(unsorted: readonly Report[], strategy: MergeStrategy): Report {
  const reports = [...unsorted].sort(byStart)
  if (!isNonEmpty(reports)) throw new IncompatibleReportsError('There are no reports to merge.')
  assertComparable(reports)
  assertDistinctRuns(reports)
  const { exchanges, requirements: lists, tests } = reindexExchanges(reports)
  const failed = new Set(lists.flat().flatMap(({ id, outcome }) => (outcome === 'fail' ? id : [])))
  const requirements = decideCounterparts(
    groupByRequirement(lists).map((results) => strategy.mergeResults(results, failed)),
  )
  const isSequential = strategy.order === 'sequential'
  const [{ shards: firstShards, selection: _, ...first }] = reports
  const shards = isSequential ? firstShards : mergeShardsOf(reports)
  const covered = shards ? { shards } : {}
  const selection = mergeSelections(reports.map((report) => report.selection))
  const merged: Report = {
    ...first,
    ...covered,
    ...(selection && { selection }),
    target: { ...first.target, versions: distinct(reports.flatMap(({ target }) => target.versions)) },
    runId: distinct(reports.map(({ runId }) => runId)).join('+'),
    ...mergeCriticalPaths(reports, isSequential ? sum : max),
    durationMs: (isSequential ? sum : max)(reports.map(({ durationMs }) => durationMs)),
    coverage: mergeCoverage(reports.map(({ coverage }) => coverage)),
    transitions: reports.flatMap(({ transitions }) => transitions),
    resources: mergeResources(
      reports.map(({ resources }) => resources),
      isSequential ? max : sum,
    ),
    requests: sum(reports.map(({ requests }) => requests)),
    exchanges: sortExchanges(exchanges),
    ...(tests.length > 0 && { tests }),
    errors: isSequential ? distinct(reports.flatMap(({ errors }) => errors)) : mergeErrors(reports, covered),
  }
  const notes = reports.flatMap((report) => report.notes ?? [])
  return withRequirements(merged, isSequential ? requirements : explainUnobserved(requirements, covered), notes)
}

/**
 * Merges the reports of the shards of one run, in any order, into the report of an unsharded run. Shards run in parallel, so the
 * longest duration is used and peaks of servers are added. A shard that is missing is an error of the merged report. Throws an IncompatibleReportsError for reports of different targets,
 * profiles, versions or levels, for a run that two reports contain, and for an empty list.
 */
export const mergeShards = (reports: readonly Report[]): Report =>
  mergeReports(reports, { order: 'parallel', mergeResults: mergeShardResults })

/**
 * Merges the reports of repeats of the same run. A requirement that failed in some repeats and passed in others is unstable;
 * otherwise the worst outcome is used. Repeats run one after the other, so durations are added and the highest peak of servers is
 * used. A single report is returned unchanged. Throws as `mergeShards` does.
 */
export const mergeRepeats = (reports: readonly Report[]): Report => {
  const [only, ...others] = reports
  return only && others.length === 0
    ? only
    : mergeReports(reports, { order: 'sequential', mergeResults: mergeRepeatedResults })
}
