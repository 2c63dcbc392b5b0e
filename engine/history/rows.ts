import type { Level } from '#model'
import { outcomes, type RecordedOutcome, type RecordedRun, type RecordedTransition, verdicts } from '#results'
import { listAt, numberAt, parseJson, textAt } from '../input/index.ts'

const levels: readonly Level[] = ['must', 'should', 'may']

/** Returns the list in a column of JSON. */
const listIn = (row: unknown, column: string): readonly unknown[] =>
  listAt({ list: parseJson(textAt(row, column) ?? '') }, 'list')

/** Returns the run in a row of the table, as a list that is empty if this version cannot read the row. */
export function runFromRow(row: unknown): readonly RecordedRun[] {
  const runId = textAt(row, 'run_id')
  const startedAt = textAt(row, 'started_at')
  const verdict = verdicts.find((one) => one === textAt(row, 'verdict'))
  if (runId === undefined || startedAt === undefined || verdict === undefined) return []
  return [
    {
      ...{ runId, startedAt, verdict },
      series: {
        target: textAt(row, 'target') ?? '',
        profile: textAt(row, 'profile') ?? '',
        edition: textAt(row, 'edition') ?? '',
      },
      tool: textAt(row, 'tool') ?? '',
      durationMs: numberAt(row, 'duration_ms') ?? 0,
      outcomes: listIn(row, 'outcomes').flatMap(outcomeFrom),
      transitions: listIn(row, 'transitions').flatMap(transitionFrom),
    },
  ]
}

function outcomeFrom(value: unknown): readonly RecordedOutcome[] {
  const id = textAt(value, 'id')
  const level = levels.find((one) => one === textAt(value, 'level'))
  const outcome = outcomes.find((one) => one === textAt(value, 'outcome'))
  if (id === undefined || level === undefined || outcome === undefined) return []
  const message = textAt(value, 'finding', 'message')
  if (message === undefined) return [{ id, level, outcome }]
  const expected = textAt(value, 'finding', 'expected') ?? ''
  const actual = textAt(value, 'finding', 'actual') ?? ''
  return [{ id, level, outcome, finding: { message, expected, actual } }]
}

function transitionFrom(value: unknown): readonly RecordedTransition[] {
  const ms = numberAt(value, 'ms')
  const text = (key: string) => textAt(value, key) ?? ''
  return ms === undefined ? [] : [{ from: text('from'), to: text('to'), after: text('after'), ms }]
}
