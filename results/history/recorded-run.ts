import type { Finding, Level } from '#model'
import { editionOf } from '../edition.ts'
import type { Outcome, Report, ReportedTransition, Verdict } from '../report.ts'

/** Runs are compared over time if these properties are equal. */
export interface Series {
  /** The URL of the target, or `embedded` for the emulator of this package, whose port differs in every run. */
  readonly target: string
  readonly profile: string
  readonly edition: string
}

/** A series of a history: how many runs it has, and when the latest began. */
export interface RecordedSeries extends Series {
  readonly runs: number
  readonly latest: string
}

export interface RecordedOutcome {
  readonly id: string
  readonly level: Level
  readonly outcome: Outcome
  /** The first finding of a failure. */
  readonly finding?: Pick<Finding, 'message' | 'expected' | 'actual'>
}

export type RecordedTransition = ReportedTransition

/** The part of a run that a history keeps. */
export interface RecordedRun {
  readonly runId: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly series: Series
  /** The version of this package. */
  readonly tool: string
  readonly verdict: Verdict
  readonly durationMs: number
  /** Of the requirements that were not excluded from the run. */
  readonly outcomes: readonly RecordedOutcome[]
  readonly transitions: readonly RecordedTransition[]
}

/** Tells whether an outcome counts as a failure, as that of a requirement on which the repeats of a run disagree does. */
export const isFailing = (outcome: Outcome): boolean => outcome === 'fail' || outcome === 'unstable'

/** Returns the series that a run of the report's target belongs to. */
export const seriesOf = ({ target }: Report): Series => ({
  target: target.embedded ? 'embedded' : target.url,
  profile: target.profile,
  edition: editionOf(target),
})

/** Converts a report into a run of a history. Baselines and waivers are ignored: an accepted failure is a failure. */
export function recordedRun(report: Report): RecordedRun {
  const { tool, runId, startedAt, verdict, durationMs, requirements, transitions } = report
  return {
    ...{ runId, startedAt, verdict, durationMs },
    series: seriesOf(report),
    tool: tool.version,
    outcomes: requirements
      .filter(({ off }) => !off)
      .map(({ id, level, outcome, findings: [first] }) => ({
        ...{ id, level, outcome },
        ...(first && { finding: { message: first.message, expected: first.expected, actual: first.actual } }),
      })),
    transitions: transitions.map(({ from, to, after, ms }) => ({ from, to, after, ms })),
  }
}
