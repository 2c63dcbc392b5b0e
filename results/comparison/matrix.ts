import type { Bilingual, Level } from '#model'
import { IncompatibleReportsError } from '../errors.ts'
import type { Report } from '../report.ts'
import { type ComparedRun, comparedRun, type RequirementState, stateOf } from './compare.ts'

/** One target of a matrix. */
export interface MatrixTarget extends ComparedRun {
  /** As the user calls it; by default its URL. */
  readonly name: string
}

export interface RequirementRow {
  readonly id: string
  readonly level: Level
  readonly text: Bilingual
  /** One for each target; null where its report does not contain the requirement, as one of another edition. */
  readonly states: readonly (RequirementState | null)[]
}

/** Targets by requirements. */
export interface RequirementMatrix {
  readonly targets: readonly MatrixTarget[]
  /** The requirements in which the targets differ, those that most fail first. */
  readonly differing: readonly RequirementRow[]
  /** The requirements that have the same outcome everywhere, other than passed. */
  readonly alike: readonly RequirementRow[]
  /** The number of requirements that every target passes. */
  readonly passed: number
}

export interface NamedReport {
  readonly name?: string
  readonly report: Report
}

const levels: readonly Level[] = ['must', 'should', 'may']
const failures = ({ states }: RequirementRow): number => states.filter((state) => state === 'fail').length
const stateCount = ({ states }: RequirementRow): number => new Set(states.filter((state) => state !== null)).size

/** Orders mandatory requirements first, then by the number of targets that fail; otherwise in register order. */
const byWeight = (a: RequirementRow, b: RequirementRow): number =>
  levels.indexOf(a.level) - levels.indexOf(b.level) || failures(b) - failures(a)

/**
 * Compares several targets: the requirements in which they differ, and those with the same outcome.
 * @throws IncompatibleReportsError for no report
 */
export function buildMatrix(reports: readonly NamedReport[]): RequirementMatrix {
  if (reports.length === 0) throw new IncompatibleReportsError('There are no reports for a matrix.')
  const indexes = reports.map(
    ({ report }) =>
      new Map<string, Report['requirements'][number]>(report.requirements.map((result) => [result.id, result])),
  )
  const ids = [...new Set(reports.flatMap(({ report }) => report.requirements.map(({ id }) => id)))]
  const rows = ids.flatMap((id): readonly RequirementRow[] => {
    const results = indexes.map((index) => index.get(id))
    const known = results.find((result) => result !== undefined)
    const states = results.map((result) => (result ? stateOf(result) : null))
    return known ? [{ id, level: known.level, text: known.text, states }] : []
  })
  const same = rows.filter((row) => stateCount(row) <= 1)
  const isPassed = ({ states }: RequirementRow): boolean => states.includes('pass')
  return {
    targets: reports.map(({ name, report }) => ({ ...comparedRun(report), name: name ?? report.target.url })),
    differing: rows.filter((row) => stateCount(row) > 1).sort(byWeight),
    alike: same.filter((row) => !isPassed(row)).sort(byWeight),
    passed: same.filter(isPassed).length,
  }
}
