import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { MonitorOutcome } from '#engine/monitor'
import { type Comparison, compareReports, type Report, seriesOf } from '#results'
import { readReport } from '../files/report-file.ts'

/** The state of a monitor after a run. */
export interface MonitorState {
  readonly outcome: MonitorOutcome
  /** The latest complete report, also while the target cannot be tested. */
  readonly report: Report | undefined
  /** Why the target could not be tested. */
  readonly error?: string
}

export interface MonitorChange {
  readonly before: MonitorState
  readonly after: MonitorState
  /** Absent when one of the two has no complete report of its own. */
  readonly comparison?: Comparison
}

/** Tells whether two reports are about the same target, profile and edition. */
export const describesSame = (before: Report, after: Report): boolean =>
  isDeepStrictEqual(seriesOf(before), seriesOf(after))

function hasChanges(comparison: Comparison): boolean {
  if (comparison.kind !== 'pair') return false
  const { fixed, regressed, changed } = comparison
  return fixed.length + regressed.length + changed.length > 0
}

/** Returns the change from the run before; undefined without a change, and for the first run. */
export function changeBetween(before: MonitorState | undefined, after: MonitorState): MonitorChange | undefined {
  if (before === undefined) return undefined
  const isOther = before.outcome !== after.outcome
  if (after.outcome === 'untested' || before.report === undefined || after.report === undefined)
    return isOther ? { before, after } : undefined
  // Another target, profile or edition since the monitor was restarted.
  if (!describesSame(before.report, after.report)) return undefined
  const comparison = compareReports([before.report, after.report])
  return isOther || hasChanges(comparison) ? { before, after, comparison } : undefined
}

/**
 * Returns the state after the last run of an earlier process, from its report in the folder; undefined without one.
 * @throws UsageError when report.json is not a report of this tool
 */
export function restoredState(out: string): MonitorState | undefined {
  const file = join(out, 'report.json')
  if (!existsSync(file)) return undefined
  const report = readReport(file)
  return { outcome: report.verdict, report }
}
