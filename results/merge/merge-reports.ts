import { IncompatibleReportsError } from '../errors.ts'
import type { Report, RequirementResult } from '../report.ts'
import { withRequirements } from '../totals.ts'
import { trimExchanges } from '../trim-exchanges.ts'
import { mergeCoverage } from './coverage.ts'
import { reindexExchanges } from './exchanges.ts'
import { mergeResources } from './resources.ts'

type Several<T> = readonly [T, ...T[]]

/** How the runs relate in time, and how one requirement's results become one. */
export interface MergeStrategy {
  readonly overlap: 'side by side' | 'in turn'
  readonly judge: (results: Several<RequirementResult>) => RequirementResult
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)]

const isSeveral = <T>(values: readonly T[]): values is Several<T> => values.length > 0

/** What must be the same for two reports to be about the same thing. The emulator of the package has a new port every time. */
const sameness: readonly (readonly [what: string, of: (report: Report) => string])[] = [
  ['targets', ({ target }) => (target.embedded ? 'the embedded emulator' : target.url)],
  ['profiles', ({ target }) => target.profile],
  ['contracts', ({ tool }) => tool.contract],
  ['registers', ({ tool }) => tool.register],
  ['versions of the suite', ({ tool }) => tool.version],
]

function assertComparable([first, ...others]: Several<Report>): void {
  for (const [what, of] of sameness) {
    const other = others.find((report) => of(report) !== of(first))
    if (other)
      throw new IncompatibleReportsError(`The reports are of different ${what}: ${of(first)} and ${of(other)}.`)
  }
}

/** A run that is told of twice would be counted twice. Reports of several runs name them all. */
function assertDistinctRuns(reports: Several<Report>): void {
  const runs = reports.flatMap(({ runId }) => runId.split('+'))
  const twin = runs.find((id, at) => runs.indexOf(id) < at)
  if (twin !== undefined) throw new IncompatibleReportsError(`The run ${twin} is in two of the reports.`)
}

/** Results by id, in the order of the register. */
function byRequirement(lists: readonly (readonly RequirementResult[])[]): readonly Several<RequirementResult>[] {
  const groups = new Map<string, [RequirementResult, ...RequirementResult[]]>()
  for (const result of lists.flat()) {
    const group = groups.get(result.id)
    if (group) group.push(result)
    else groups.set(result.id, [result])
  }
  for (const [first, ...others] of groups.values()) {
    const other = others.find(({ level }) => level !== first.level)
    if (other)
      throw new IncompatibleReportsError(`The reports disagree on ${first.id}: ${first.level} and ${other.level}.`)
  }
  return [...groups.values()]
}

/**
 * One report out of several of the same target, profile and tool; the order in which they are given changes nothing. Throws
 * IncomparableReports for reports that do not belong together, for a run that is in two of them, and for no report.
 */
export function mergeReports(given: readonly Report[], { overlap, judge }: MergeStrategy): Report {
  const reports = [...given].sort(
    (a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.runId < b.runId ? -1 : Number(a.runId > b.runId)),
  )
  if (!isSeveral(reports)) throw new IncompatibleReportsError('There is no report.')
  assertComparable(reports)
  assertDistinctRuns(reports)
  const { exchanges, requirements: lists } = reindexExchanges(reports)
  const requirements = byRequirement(lists).map(judge)
  const most = (values: readonly number[]) => Math.max(...values)
  const [first] = reports
  const whole: Report = {
    ...first,
    target: { ...first.target, versions: distinct(reports.flatMap(({ target }) => target.versions)) },
    runId: distinct(reports.map(({ runId }) => runId)).join('+'),
    durationMs: (overlap === 'in turn' ? sum : most)(reports.map(({ durationMs }) => durationMs)),
    coverage: mergeCoverage(reports.map(({ coverage }) => coverage)),
    transitions: reports.flatMap(({ transitions }) => transitions),
    resources: mergeResources(
      reports.map(({ resources }) => resources),
      overlap === 'in turn' ? most : sum,
    ),
    requests: sum(reports.map(({ requests }) => requests)),
    exchanges: trimExchanges(exchanges, requirements),
    errors: distinct(reports.flatMap(({ errors }) => errors)),
  }
  return withRequirements(
    whole,
    requirements,
    reports.flatMap(({ notes = [] }) => notes),
  )
}
