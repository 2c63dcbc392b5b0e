import type { Bilingual, Edition, Finding, Level } from '#model'
import { editionOf } from '../edition.ts'
import { countExempt } from '../outcomes/verdict.ts'
import type { Outcome, Report, RequirementResult, Verdict } from '../report.ts'

/** The outcome of a requirement, or `off` when it was excluded from the run. */
export type RequirementState = Outcome | 'off'

/** A run that takes part in a comparison. */
export interface ComparedRun {
  readonly url: string
  readonly profile: string
  readonly edition: Edition
  /** The version of this package. */
  readonly tool: string
  readonly runId: string
  readonly startedAt: string
  readonly verdict: Verdict
  readonly totals: Report['totals']
  /** The failures among them that a baseline or a waiver accepts. */
  readonly accepted: number
  /** The parts of the suites that the run consists of, such as `1/2`; absent for a whole run. */
  readonly shards?: string
}

/** One requirement in two runs. A run that does not contain it has no state. */
export interface Difference {
  readonly id: string
  readonly level: Level
  readonly text: Bilingual
  readonly before?: RequirementState
  readonly after?: RequirementState
  /** The interpretations of a contested statement, when the two targets follow different ones; `''` if not known. */
  readonly variants?: readonly [before: string, after: string]
  /** The findings of the second run, for a regression. */
  readonly findings: readonly Finding[]
}

export interface PairComparison {
  readonly kind: 'pair'
  readonly sides: readonly [before: ComparedRun, after: ComparedRun]
  /** Fails or is unstable now, and did not before. */
  readonly regressed: readonly Difference[]
  /** Failed or was unstable, and passes now. */
  readonly fixed: readonly Difference[]
  /** Any other change of the outcome or of the interpretation. */
  readonly changed: readonly Difference[]
  /** Only in the second run. */
  readonly new: readonly Difference[]
  /** Only in the first run. */
  readonly gone: readonly Difference[]
  readonly unchanged: number
}

export interface MatrixRow {
  readonly id: string
  readonly level: Level
  /** One per run; null where the run does not contain the requirement. */
  readonly states: readonly (RequirementState | null)[]
}

export interface MatrixComparison {
  readonly kind: 'matrix'
  readonly sides: readonly ComparedRun[]
  /** The requirements whose states differ. */
  readonly rows: readonly MatrixRow[]
  readonly unchanged: number
}

export type Comparison = PairComparison | MatrixComparison

/**
 * Returns the part of the suites as `1/2`, or `1,3/4` for a merged report without some parts; undefined for a report of
 * everything.
 */
function partOf({ shards }: Report): string | undefined {
  if (shards === undefined || shards.indexes.length === shards.count) return undefined
  return `${shards.indexes.join(',')}/${shards.count}`
}

/** Returns the run of a report, for a comparison. */
export function comparedRun(report: Report): ComparedRun {
  const { target, tool, runId, startedAt, verdict, totals, requirements } = report
  const shards = partOf(report)
  return {
    url: target.url,
    profile: target.profile,
    edition: editionOf(target),
    tool: tool.version,
    runId,
    startedAt,
    verdict,
    totals,
    accepted: countExempt(requirements),
    ...(shards !== undefined && { shards }),
  }
}

/** Returns the state of a requirement in a run. */
export const stateOf = ({ outcome, off }: RequirementResult): RequirementState => (off ? 'off' : outcome)

type Change = 'regressed' | 'fixed' | 'changed' | 'new' | 'gone' | 'unchanged'

/** Returns the change of a requirement; one that was excluded before cannot regress. */
function changeOf(before: RequirementResult | undefined, after: RequirementResult | undefined): Change {
  if (!before) return 'new'
  if (!after) return 'gone'
  const [from, to] = [stateOf(before), stateOf(after)]
  if (from === to) return before.variant === after.variant ? 'unchanged' : 'changed'
  if (to === 'fail' && from !== 'off') return 'regressed'
  if (to === 'unstable' && from === 'pass') return 'regressed'
  return (from === 'fail' || from === 'unstable') && to === 'pass' ? 'fixed' : 'changed'
}

function differenceOf(
  change: Change,
  before: RequirementResult | undefined,
  after: RequirementResult | undefined,
): readonly Difference[] {
  const latest = after ?? before
  if (!latest) return []
  const { id, level, text } = latest
  const variants = [before?.variant ?? '', after?.variant ?? ''] as const
  return [
    {
      id,
      level,
      text,
      ...(before && { before: stateOf(before) }),
      ...(after && { after: stateOf(after) }),
      ...(before && after && variants[0] !== variants[1] && { variants }),
      findings: change === 'regressed' ? (after?.findings ?? []) : [],
    },
  ]
}

/**
 * Returns the ids of all reports, in the register order of the last report. Reports of different editions of the
 * document are compared by the requirements that all of them have.
 */
function allIds(reports: readonly Report[]): readonly string[] {
  const idsOf = ({ requirements }: Report) => requirements.map(({ id }) => id)
  const all = [...new Set([...reports].reverse().flatMap(idsOf))]
  const editions = new Set(reports.map(({ target }) => editionOf(target)))
  if (editions.size === 1) return all
  const sets = reports.map((report) => new Set<string>(idsOf(report)))
  return all.filter((id) => sets.every((ids) => ids.has(id)))
}

const resultsById = ({ requirements }: Report): ReadonlyMap<string, RequirementResult> =>
  new Map(requirements.map((result) => [result.id, result]))

/** Returns the changes from one run to a later one. Waivers and baselines are ignored: an accepted failure is a failure. */
export function comparePair(before: Report, after: Report): PairComparison {
  const [beforeById, afterById] = [resultsById(before), resultsById(after)]
  const all = allIds([before, after]).map((id) => {
    const [from, to] = [beforeById.get(id), afterById.get(id)]
    const change = changeOf(from, to)
    return { change, differences: differenceOf(change, from, to) }
  })
  const differencesOf = (wanted: Change) =>
    all.filter(({ change }) => change === wanted).flatMap(({ differences }) => differences)
  return {
    kind: 'pair',
    sides: [comparedRun(before), comparedRun(after)],
    regressed: differencesOf('regressed'),
    fixed: differencesOf('fixed'),
    changed: differencesOf('changed'),
    new: differencesOf('new'),
    gone: differencesOf('gone'),
    unchanged: differencesOf('unchanged').length,
  }
}

function compareMany(reports: readonly Report[]): MatrixComparison {
  const indexes = reports.map(resultsById)
  const rows = allIds(reports).flatMap((id): readonly MatrixRow[] => {
    const results = indexes.map((index) => index.get(id))
    const level = results.findLast((result) => result)?.level
    return level ? [{ id, level, states: results.map((result) => (result ? stateOf(result) : null)) }] : []
  })
  const differing = rows.filter(({ states }) => new Set(states).size > 1)
  return { kind: 'matrix', sides: reports.map(comparedRun), rows: differing, unchanged: rows.length - differing.length }
}

/** Compares two reports in the order given, or finds the requirements on which three or more reports differ. */
export function compareReports(reports: readonly Report[]): Comparison {
  const [before, after, ...others] = reports
  return before && after && others.length === 0 ? comparePair(before, after) : compareMany(reports)
}
