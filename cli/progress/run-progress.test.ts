import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emptyEvidence } from '#model'
import type { TestResult } from '#results'
import { startRunProgress } from './run-progress.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('shows how far the run is, how long it takes already, and what it waits for', () => {
  const lines: string[] = []
  const progress = startRunProgress({ write: (text) => lines.push(text) }, {})
  progress.expect(200)
  progress.waitFor('waiting for ACTIVE after create')
  vi.advanceTimersByTime(75_000)
  progress.waitFor('')
  vi.advanceTimersByTime(15_000)
  progress.stop()
  expect(lines.slice(-2)).toEqual([
    '… 0/200 tests · 1 min 15 s · waiting for ACTIVE after create\n',
    '… 0/200 tests · 1 min 30 s\n',
  ])
})

test('shows no number of tests before it is known', () => {
  const lines: string[] = []
  const progress = startRunProgress({ write: (text) => lines.push(text) }, {})
  progress.waitFor('trying the run')
  vi.advanceTimersByTime(15_000)
  progress.stop()
  expect(lines.at(-1)).toBe('… 15 s · trying the run\n')
})

test('forecasts the rest once enough tests have finished', () => {
  const lines: string[] = []
  const progress = startRunProgress({ write: (text) => lines.push(text) }, {})
  progress.expect(4)
  vi.advanceTimersByTime(15_000)
  const result: TestResult = {
    ...{ id: 'a', title: 'a', state: 'passed', requirements: [], errors: [], evidence: emptyEvidence() },
  }
  progress.finish(result)
  vi.advanceTimersByTime(15_000)
  for (let count = 0; count < 2; count++) progress.finish(result)
  vi.advanceTimersByTime(15_000)
  // The last test has taken longer than the forecast for it.
  vi.advanceTimersByTime(30_000)
  progress.stop()
  expect(lines).toEqual([
    '… 0/4 tests · 15 s\n',
    '… 1/4 tests · 30 s · about 2 min left\n',
    '… 3/4 tests · 45 s · about 20 s left\n',
    '… 3/4 tests · 1 min 0 s\n',
    '… 3/4 tests · 1 min 15 s\n',
  ])
})
