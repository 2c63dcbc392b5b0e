import { expect, test } from 'vitest'
import { emptyEvidence } from '#model'
import { makeExchange, makeResult, oneKey, onlyShutoff } from '../report.fixture.ts'
import type { TestResult } from '../test-result.ts'
import { withTimes } from './requirement-times.ts'

/** Returns a test whose first request is sent at 500 and whose last response arrives `ms` later. */
const timed = (ms: number, ...requirements: TestResult['requirements']): TestResult => ({
  ...{ id: `${ms}`, title: 't', state: 'passed', requirements, errors: [] },
  evidence: { ...emptyEvidence(), exchanges: [makeExchange(1, 500, 1), makeExchange(2, 490 + ms, 10)] },
})
const timesOf = (results: ReturnType<typeof withTimes>) => results.map(({ ms }) => ms)

test('the time of a test is divided among the requirements that it verifies', () => {
  const results = [makeResult(oneKey, 'pass'), makeResult(onlyShutoff, 'fail')]
  expect(timesOf(withTimes(results, [timed(1_000, oneKey, onlyShutoff), timed(250, oneKey)]))).toEqual([750, 500])
})

test('a requirement without a test of its own, or excluded, has no time', () => {
  const results = [makeResult(oneKey, 'pass'), makeResult(onlyShutoff, 'skipped', { off: true })]
  const silent = { ...timed(1, oneKey), evidence: emptyEvidence() }
  expect(timesOf(withTimes(results, [timed(100, onlyShutoff), silent]))).toEqual([undefined, undefined])
})
