import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { InconclusiveRunError, UsageError } from '#engine/errors'
import type { Report } from '#results'
import { runRepeatedly } from './repeat.ts'

const example: Report = JSON.parse(
  readFileSync(new URL('../../reporters/example-report.json', import.meta.url), 'utf8'),
)
const report = (repeat: number): Report => ({ ...example, runId: `run${repeat}`, errors: [] })
const never = new AbortController().signal

test('runs as often as requested and merges the reports', async () => {
  const merged = await runRepeatedly(3, async (repeat) => report(repeat), never)
  expect(merged.runId).toBe('run1+run2+run3')
})

test('a repeat adds its exchanges where it fails what none has failed before', async () => {
  const [index] = example.requirements.flatMap(({ outcome }, at) => (outcome === 'pass' ? at : []))
  const requirements = example.requirements.map((result, at) =>
    at === index ? ({ ...result, outcome: 'fail' } as const) : result,
  )
  const merged = await runRepeatedly(
    4,
    async (repeat) => (repeat < 3 ? report(repeat) : { ...report(repeat), requirements }),
    never,
  )
  expect(merged.exchanges).toHaveLength(2 * example.exchanges.length)
  expect(merged.requests).toBe(4 * example.requests)
})

test('keeps the earlier reports when the target no longer accepts a repeat', async () => {
  const merged = await runRepeatedly(
    3,
    async (repeat) => {
      if (repeat === 2) throw new InconclusiveRunError('the target rejected the token')
      return report(repeat)
    },
    never,
  )
  expect(merged.runId).toBe('run1')
  expect(merged.errors).toEqual(['Repeat 2 of 3 could not be run: the target rejected the token'])
})

test('rejects when the first run fails, or a repeat fails for another reason', async () => {
  const fail = (error: Error, failing: number) => async (repeat: number) => {
    if (repeat === failing) throw error
    return report(repeat)
  }
  await expect(runRepeatedly(2, fail(new InconclusiveRunError('no'), 1), never)).rejects.toThrow('no')
  await expect(runRepeatedly(2, fail(new UsageError('typo'), 2), never)).rejects.toThrow('typo')
})

test('starts no repeat after an interruption', async () => {
  const controller = new AbortController()
  const merged = await runRepeatedly(
    3,
    async (repeat) => {
      controller.abort()
      return report(repeat)
    },
    controller.signal,
  )
  expect(merged.runId).toBe('run1')
})
