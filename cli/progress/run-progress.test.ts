import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startRunProgress } from './run-progress.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('shows how far the run is, how long it takes already, and what it waits for', () => {
  const lines: string[] = []
  const progress = startRunProgress({ write: (text) => lines.push(text) }, false)
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
