import { describe, expect, test } from 'vitest'
import { IncompatibleReportsError } from '../errors.ts'
import { exchange, finding, report, result, start } from '../report.fixture.ts'
import type { Outcome } from '../report.ts'
import { mergeRepeats } from './merge-repeats.ts'

const repeats = (...told: readonly Outcome[]) =>
  told.map((outcome, at) =>
    report(`r${at}`, [result(start, outcome)], { startedAt: `2026-01-0${at + 1}T00:00:00.000Z` }),
  )

describe('repeats', () => {
  test.for<[Outcome, readonly Outcome[], string?]>([
    ['pass', ['pass', 'pass']],
    ['fail', ['fail', 'fail']],
    ['unstable', ['pass', 'fail'], 'failed in 1 of 2 repeats, passed in 1'],
    ['unstable', ['fail', 'pass', 'fail'], 'failed in 2 of 3 repeats, passed in 1'],
    ['unstable', ['fail', 'inconclusive', 'pass'], 'failed in 1 of 3 repeats, passed in 1'],
    ['fail', ['inconclusive', 'fail']],
    ['inconclusive', ['pass', 'inconclusive']],
    ['error', ['pass', 'error']],
    ['pass', ['unobserved', 'pass']],
  ])('are %s when they are %j', ([outcome, told, reason]) => {
    const [one] = mergeRepeats(repeats(...told)).requirements
    expect(one?.outcome).toBe(outcome)
    expect(one?.reason).toBe(reason)
    expect(one?.findings).toHaveLength(told.includes('fail') ? 1 : 0)
  })

  test('that contradict each other are no verdict', () => {
    const combined = mergeRepeats(repeats('pass', 'fail'))
    expect(combined.verdict).toBe('inconclusive')
    expect(combined.totals).toMatchObject({ unstable: 1, fail: 0, pass: 0 })
  })
})

test('an unstable requirement has no excuse, for it is not known to fail', () => {
  const [one] = mergeRepeats([
    report('a', [result(start, 'fail', { known: 'k', waived: { reason: 'r', expires: '2026-01-01' } })]),
    report('b', [result(start, 'pass')]),
  ]).requirements
  expect(one).not.toHaveProperty('known')
  expect(one).not.toHaveProperty('waived')
})

test('repeats follow each other: durations add up, the highest peak of servers stays', () => {
  const resources = { created: { servers: 2 }, peakServers: 2, serverSeconds: 1.5, leaked: [] }
  const combined = mergeRepeats([
    report('a', [], { durationMs: 5, resources, requests: 2, exchanges: [exchange(1, 10), exchange(2, 20)] }),
    report('b', [], {
      durationMs: 7,
      resources: { ...resources, peakServers: 4 },
      requests: 1,
      exchanges: [exchange(1, 30)],
    }),
  ])
  expect(combined).toMatchObject({ runId: 'a+b', durationMs: 12, requests: 3 })
  expect(combined.resources).toEqual({ created: { servers: 4 }, peakServers: 4, serverSeconds: 3, leaked: [] })
  expect(combined.exchanges.map(({ index }) => index)).toEqual([1, 2, 3])
})

test('findings of several repeats are told once', () => {
  const failed = (runId: string) =>
    report(runId, [result(start, 'fail', { findings: [finding('It is not so.', 1)] })], {
      exchanges: [exchange(1, runId === 'a' ? 10 : 20)],
    })
  const [one] = mergeRepeats([failed('b'), failed('a')]).requirements
  expect(one?.findings).toEqual([finding('It is not so.', 1)])
})

test('one repeat is what it is, and none is refused', () => {
  const [only] = repeats('pass')
  expect(mergeRepeats(repeats('pass'))).toEqual(only)
  expect(() => mergeRepeats([])).toThrow(IncompatibleReportsError)
})
