import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Outcome } from '#results'
import { makeReport, makeResult, oneKey, onlyShutoff } from '../../results/report.fixture.ts'
import { changeBetween, type MonitorState, restoredState } from './monitor-state.ts'

const stateOf = (first: Outcome, second: Outcome): MonitorState => {
  const report = makeReport('run', [makeResult(oneKey, first), makeResult(onlyShutoff, second)])
  return { outcome: report.verdict, report }
}
const passed = stateOf('pass', 'pass')
const failed = stateOf('fail', 'pass')
const otherFailed = stateOf('pass', 'fail')
const untested = (before: MonitorState): MonitorState => ({ outcome: 'untested', report: before.report, error: 'gone' })

test.each<[string, MonitorState | undefined, MonitorState, boolean]>([
  ['the first run', undefined, failed, false],
  ['the same outcomes', failed, stateOf('fail', 'pass'), false],
  ['another verdict', passed, failed, true],
  ['other failures with the same verdict', failed, otherFailed, true],
  ['a target that is gone', passed, untested(passed), true],
  ['a target that is still gone', untested(passed), untested(passed), false],
  ['a target that is back', untested(passed), passed, true],
])('%s', (_, before, after, isChange) => {
  expect(changeBetween(before, after) !== undefined).toBe(isChange)
})

test('a change of outcomes has their comparison', () => {
  expect(changeBetween(passed, failed)?.comparison).toMatchObject({ kind: 'pair', regressed: [{ id: oneKey }] })
})

test('another target than before the restart is no change', () => {
  if (failed.report === undefined) throw new TypeError('no report')
  const { report } = failed
  const other = { ...failed, report: { ...report, target: { ...report.target, url: 'http://127.0.0.1:2/v2' } } }
  expect(changeBetween(passed, other)).toBeUndefined()
})

test('a folder without a report has no state, and another report.json is rejected', () => {
  const folder = mkdtempSync(join(tmpdir(), 'monitor-state-'))
  try {
    expect(restoredState(folder)).toBeUndefined()
    writeFileSync(join(folder, 'report.json'), '{}')
    expect(() => restoredState(folder)).toThrow('report.json')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
