import type { Level } from '#model'
import type { Outcome } from '../report.ts'
import { isFailing, type RecordedOutcome, type RecordedRun } from './recorded-run.ts'

/** The outcomes of one requirement in the runs that tested it, the earliest first. */
export interface Timeline {
  readonly id: string
  /** The latest one: a level may change with the register. */
  readonly level: Level
  readonly entries: readonly TimelineEntry[]
}

export interface TimelineEntry {
  readonly run: RecordedRun
  readonly result: RecordedOutcome
}

/** Runs in a row in which a requirement failed, or passed. Runs that did not decide it neither begin nor end one. */
export interface Streak {
  readonly isFailing: boolean
  readonly first: RecordedRun
  /** The latest outcome. */
  readonly outcome: Outcome
  /** The first finding, for failures. */
  readonly finding: RecordedOutcome['finding']
}

const notTested: readonly Outcome[] = ['skipped', 'unobserved']

/** @param runs the earliest first */
export function timelines(runs: readonly RecordedRun[]): readonly Timeline[] {
  const byId = new Map<string, TimelineEntry[]>()
  for (const run of runs)
    for (const result of run.outcomes) {
      if (notTested.includes(result.outcome)) continue
      const entries = byId.get(result.id)
      if (entries) entries.push({ run, result })
      else byId.set(result.id, [{ run, result }])
    }
  return [...byId].map(([id, entries]) => ({ id, level: entries.at(-1)?.result.level ?? 'must', entries }))
}

/** Returns the streaks of a requirement, the earliest first. */
export function streaks({ entries }: Timeline): readonly Streak[] {
  const all: Streak[] = []
  for (const { run, result } of entries) {
    const { outcome, finding } = result
    if (outcome !== 'pass' && !isFailing(outcome)) continue
    const last = all.at(-1)
    if (last?.isFailing === isFailing(outcome))
      all[all.length - 1] = { ...last, outcome, finding: last.finding ?? finding }
    else all.push({ isFailing: isFailing(outcome), first: run, outcome, finding })
  }
  return all
}

/** Counts the runs whose outcome differed from the one before, or between the repeats of the run. */
export const countChanges = ({ entries }: Timeline): number =>
  entries.filter(({ result: { outcome } }, index) => {
    const before = entries[index - 1]?.result.outcome
    return outcome === 'unstable' || (before !== undefined && before !== outcome)
  }).length
