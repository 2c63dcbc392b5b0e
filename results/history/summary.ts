import type { Level } from '#model'
import type { Outcome, Verdict } from '../report.ts'
import { countChanges, type Streak, streaks, type Timeline, timelines } from './outcome-changes.ts'
import type { RecordedOutcome, RecordedRun, RecordedSeries, RecordedTransition, Series } from './recorded-run.ts'

export interface HistoryRun {
  readonly runId: string
  readonly startedAt: string
  readonly tool: string
  readonly verdict: Verdict
  readonly durationMs: number
  readonly passed: number
  readonly failed: number
}

/** A requirement that fails in the latest run that decided it. */
export interface FailingRequirement {
  readonly id: string
  readonly level: Level
  readonly outcome: Outcome
  /** The first run of those in a row in which it fails. */
  readonly since: HistoryRun
  /** Whether it passed in an earlier run. */
  readonly regressed: boolean
  /** The first finding since then. */
  readonly finding?: RecordedOutcome['finding']
}

export interface HistoryChange {
  readonly kind: 'regressed' | 'fixed'
  readonly id: string
  readonly level: Level
  /** The run in which it failed first, or passed again. */
  readonly run: HistoryRun
  /** The finding of the failure, or of the failure that was fixed. */
  readonly finding?: RecordedOutcome['finding']
}

export interface FlakyRequirement {
  readonly id: string
  readonly level: Level
  /** The runs in which the outcome differed from the one before, or between repeats. */
  readonly changes: number
  /** The runs that tested it. */
  readonly runs: number
  /** One per run of the window; null where it was not tested. */
  readonly outcomes: readonly (Outcome | null)[]
}

/** How long a change of a server's status takes. Milliseconds since the request. */
export interface TransitionHistory extends Pick<RecordedTransition, 'from' | 'to' | 'after'> {
  readonly count: number
  readonly p50: number
  readonly p95: number
  /** The median of each run of the window; null where it was not observed. */
  readonly medians: readonly (number | null)[]
}

export interface HistorySummary {
  readonly series: Series
  /** The number of runs that `failing` is derived from. */
  readonly runs: number
  /** The last runs, the earliest first: what changes, flakiness and times are about. */
  readonly window: readonly HistoryRun[]
  /** Mandatory ones first, then by the time of the first failure. */
  readonly failing: readonly FailingRequirement[]
  /** The latest first. */
  readonly changes: readonly HistoryChange[]
  /** Requirements whose outcome changed more than once, most changes first. One change is a regression or a fix. */
  readonly flaky: readonly FlakyRequirement[]
  /** The slowest first, by p95. */
  readonly transitions: readonly TransitionHistory[]
  /** The other series of the history. */
  readonly others: readonly RecordedSeries[]
}

const levels: readonly Level[] = ['must', 'should', 'may']

const historyRun = (run: RecordedRun): HistoryRun => {
  const { runId, startedAt, tool, verdict, durationMs, outcomes } = run
  const count = (wanted: Outcome) => outcomes.filter(({ outcome }) => outcome === wanted).length
  return { runId, startedAt, tool, verdict, durationMs, passed: count('pass'), failed: count('fail') }
}

const findingOf = (streak: Streak | undefined) => (streak?.finding ? { finding: streak.finding } : {})

function failingRequirement(timeline: Timeline): readonly FailingRequirement[] {
  const all = streaks(timeline)
  const last = all.at(-1)
  if (!last?.isFailing) return []
  const { id, level } = timeline
  const since = historyRun(last.first)
  return [{ id, level, outcome: last.outcome, since, regressed: all.length > 1, ...findingOf(last) }]
}

function changesOf(timeline: Timeline, window: ReadonlySet<RecordedRun>): readonly HistoryChange[] {
  const { id, level } = timeline
  return streaks(timeline).flatMap((streak, index, all): readonly HistoryChange[] => {
    if (index === 0 || !window.has(streak.first)) return []
    const failures = streak.isFailing ? streak : all[index - 1]
    const kind = streak.isFailing ? 'regressed' : 'fixed'
    return [{ kind, id, level, run: historyRun(streak.first), ...findingOf(failures) }]
  })
}

function flakyRequirement(timeline: Timeline, window: readonly RecordedRun[]): readonly FlakyRequirement[] {
  const { id, level, entries } = timeline
  const changes = countChanges(timeline)
  if (changes < 2) return []
  const byRun = new Map(entries.map(({ run, result }) => [run, result.outcome]))
  return [{ id, level, changes, runs: entries.length, outcomes: window.map((run) => byRun.get(run) ?? null) }]
}

/** Returns the smallest time that at least this share of the sorted times does not exceed. */
const percentile = (sorted: readonly number[], share: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]

function transitionHistories(window: readonly RecordedRun[]): readonly TransitionHistory[] {
  const keyOf = ({ from, to, after }: RecordedTransition) => JSON.stringify([from, to, after])
  const kinds = new Map(window.flatMap(({ transitions }) => transitions).map((one) => [keyOf(one), one]))
  const histories = [...kinds].map(([key, { from, to, after }]) => {
    const timesOf = (runs: readonly RecordedRun[]): readonly number[] =>
      runs
        .flatMap(({ transitions }) => transitions.filter((one) => keyOf(one) === key))
        .map(({ ms }) => ms)
        .sort((a, b) => a - b)
    const times = timesOf(window)
    return {
      ...{ from, to, after, count: times.length },
      p50: percentile(times, 0.5) ?? 0,
      p95: percentile(times, 0.95) ?? 0,
      medians: window.map((run) => percentile(timesOf([run]), 0.5) ?? null),
    }
  })
  return histories.sort((a, b) => b.p95 - a.p95)
}

/**
 * Summarizes the runs of one series.
 * @param runs the earliest first
 * @param last how many of the latest runs to evaluate
 */
export function summarizeHistory(
  series: Series,
  runs: readonly RecordedRun[],
  last: number,
  others: readonly RecordedSeries[] = [],
): HistorySummary {
  const window = runs.slice(-last)
  const inWindow = new Set(window)
  const all = timelines(runs)
  const byLevel = (a: { level: Level }, b: { level: Level }) => levels.indexOf(a.level) - levels.indexOf(b.level)
  return {
    series,
    runs: runs.length,
    window: window.map(historyRun),
    failing: all
      .flatMap(failingRequirement)
      .sort((a, b) => byLevel(a, b) || a.since.startedAt.localeCompare(b.since.startedAt)),
    changes: all
      .flatMap((timeline) => changesOf(timeline, inWindow))
      .sort((a, b) => b.run.startedAt.localeCompare(a.run.startedAt) || byLevel(a, b)),
    flaky: timelines(window)
      .flatMap((timeline) => flakyRequirement(timeline, window))
      .sort((a, b) => b.changes / b.runs - a.changes / a.runs || byLevel(a, b)),
    transitions: transitionHistories(window),
    others,
  }
}
