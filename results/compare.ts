import type { Finding, Level } from '#model'

import type { Outcome, Report, RequirementResult, Verdict } from './report.ts'

/** A requirement's outcome, or that it was not asked. */
export type RequirementState = Outcome | 'off'

/** A run that takes part in a comparison. */
export interface ComparedRun {
  readonly url: string
  readonly profile: string
  readonly tool: string
  readonly runId: string
  readonly startedAt: string
  readonly verdict: Verdict
  readonly totals: Report['totals']
}

/** One requirement in two runs; a side that does not know it has no state. */
export interface Difference {
  readonly id: string
  readonly level: Level
  readonly text: { readonly en: string; readonly ko: string }
  readonly before?: RequirementState
  readonly after?: RequirementState
  /** The readings of a contested statement, where the second run's target follows another one. */
  readonly variants?: readonly [before: string, after: string]
  /** What the second run found; only of what regressed. */
  readonly findings: readonly Finding[]
}

export interface PairComparison {
  readonly kind: 'pair'
  readonly sides: readonly [before: ComparedRun, after: ComparedRun]
  /** Fails now, or fails now and then, and did not before. */
  readonly regressed: readonly Difference[]
  /** Failed, or failed now and then, and passes now. */
  readonly fixed: readonly Difference[]
  /** Any other change of outcome or reading. */
  readonly changed: readonly Difference[]
  /** Only the second run knows it. */
  readonly new: readonly Difference[]
  /** Only the first run knows it. */
  readonly gone: readonly Difference[]
  readonly unchanged: number
}

export interface MatrixRow {
  readonly id: string
  readonly level: Level
  /** By side; null where the run does not know the requirement. */
  readonly states: readonly (RequirementState | null)[]
}

export interface MatrixComparison {
  readonly kind: 'matrix'
  readonly sides: readonly ComparedRun[]
  /** Only what the runs disagree on. */
  readonly rows: readonly MatrixRow[]
  readonly unchanged: number
}

export type Comparison = PairComparison | MatrixComparison

const side = ({ target, tool, runId, startedAt, verdict, totals }: Report): ComparedRun => ({
  url: target.url,
  profile: target.profile,
  tool: tool.version,
  runId,
  startedAt,
  verdict,
  totals,
})

const stateOf = ({ outcome, off }: RequirementResult): RequirementState => (off ? 'off' : outcome)

const accuses = (state: RequirementState | undefined): boolean => state === 'fail' || state === 'unstable'

type Kind = 'regressed' | 'fixed' | 'changed' | 'new' | 'gone' | 'unchanged'

/** What was not asked before has not regressed when it fails once it is asked. */
function kindOf(before: RequirementResult | undefined, after: RequirementResult | undefined): Kind {
  if (!before) return 'new'
  if (!after) return 'gone'
  const [from, to] = [stateOf(before), stateOf(after)]
  if (from === to) return before.variant === after.variant ? 'unchanged' : 'changed'
  if (to === 'fail' && from !== 'off') return 'regressed'
  if (to === 'unstable' && from === 'pass') return 'regressed'
  return accuses(from) && to === 'pass' ? 'fixed' : 'changed'
}

function difference(
  kind: Kind,
  before: RequirementResult | undefined,
  after: RequirementResult | undefined,
): readonly Difference[] {
  const known = after ?? before
  if (!known) return []
  const { id, level, text } = known
  const readings = [before?.variant ?? '', after?.variant ?? ''] as const
  return [
    {
      id,
      level,
      text,
      ...(before && { before: stateOf(before) }),
      ...(after && { after: stateOf(after) }),
      ...(before && after && readings[0] !== readings[1] && { variants: readings }),
      findings: kind === 'regressed' ? (after?.findings ?? []) : [],
    },
  ]
}

/** Ids of all reports, those of the latest register first and in its order. */
const allIds = (reports: readonly Report[]): readonly string[] => [
  ...new Set([...reports].reverse().flatMap(({ requirements }) => requirements.map(({ id }) => id))),
]

const indexed = ({ requirements }: Report): ReadonlyMap<string, RequirementResult> =>
  new Map(requirements.map((result) => [result.id, result]))

/** What changed from one run to a later one. Excuses do not count here: an accepted failure is a failure. */
export function comparePair(before: Report, after: Report): PairComparison {
  const [then, now] = [indexed(before), indexed(after)]
  const all = allIds([before, after]).map((id) => {
    const kind = kindOf(then.get(id), now.get(id))
    return { kind, differences: difference(kind, then.get(id), now.get(id)) }
  })
  const of = (wanted: Kind) => all.filter(({ kind }) => kind === wanted).flatMap(({ differences }) => differences)
  return {
    kind: 'pair',
    sides: [side(before), side(after)],
    regressed: of('regressed'),
    fixed: of('fixed'),
    changed: of('changed'),
    new: of('new'),
    gone: of('gone'),
    unchanged: of('unchanged').length,
  }
}

function compareMany(reports: readonly Report[]): MatrixComparison {
  const indexes = reports.map(indexed)
  const rows = allIds(reports).flatMap((id): readonly MatrixRow[] => {
    const results = indexes.map((index) => index.get(id))
    const level = results.findLast((result) => result)?.level
    return level ? [{ id, level, states: results.map((result) => (result ? stateOf(result) : null)) }] : []
  })
  const differing = rows.filter(({ states }) => new Set(states).size > 1)
  return { kind: 'matrix', sides: reports.map(side), rows: differing, unchanged: rows.length - differing.length }
}

/** Two reports: what changed from the first to the second. More: which requirements they disagree on. */
export function compareReports(reports: readonly Report[]): Comparison {
  const [before, after, ...others] = reports
  return before && after && others.length === 0 ? comparePair(before, after) : compareMany(reports)
}
