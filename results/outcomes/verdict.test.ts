import { describe, expect, test } from 'vitest'
import { makeFinding, makeReport, makeResult, oneKey } from '../report.fixture.ts'
import type { Outcome, RequirementResult } from '../report.ts'
import { exitCode, totalsOf, verdictOf, withRequirements } from './verdict.ts'

const must = (outcome: Outcome) => makeResult(oneKey, outcome)
const should = (outcome: Outcome) => makeResult(oneKey, outcome, { level: 'should' })
const may = (outcome: Outcome) => makeResult(oneKey, outcome, { level: 'may' })
const off = (result: RequirementResult): RequirementResult => ({ ...result, off: true })
const exempt = (result: RequirementResult): RequirementResult => ({ ...result, known: 'also failed in run a' })

describe('verdictOf', () => {
  test.for<[string, string, readonly RequirementResult[]]>([
    ['conformant', 'every must passes', [must('pass')]],
    [
      'conformant',
      'only requirements of other levels fail',
      [must('pass'), should('fail'), should('error'), may('unobserved')],
    ],
    ['conformant', 'other musts are excluded', [must('pass'), off(must('skipped')), off(must('fail'))]],
    ['conformant', 'every failed must is exempt', [must('pass'), exempt(must('fail'))]],
    ['partial', 'a must is skipped', [must('pass'), must('skipped')]],
    ['partial', 'a must is unobserved', [must('pass'), must('unobserved')]],
    ['inconclusive', 'a must is inconclusive', [must('pass'), must('skipped'), must('inconclusive')]],
    ['inconclusive', 'a must ends in an error', [must('pass'), must('error')]],
    ['inconclusive', 'a must is unstable', [must('pass'), must('unstable')]],
    ['inconclusive', 'no included requirement passes or fails', [must('unobserved'), off(must('pass'))]],
    ['inconclusive', 'there are no requirements', []],
    ['nonconformant', 'a must fails', [must('error'), must('inconclusive'), must('fail'), must('pass')]],
  ])('is %s if %s', ([verdict, , results]) => {
    expect(verdictOf(results)).toBe(verdict)
  })
})

test('a run with errors is inconclusive, unless a must fails', () => {
  expect(verdictOf([must('pass')], ['The worker ended.'])).toBe('inconclusive')
  expect(verdictOf([must('pass'), must('fail')], ['The worker ended.'])).toBe('nonconformant')
})

test('what an exempt failure prevents does not count, and what another one prevents does', () => {
  const stop = 'servers.stop.becomes-shutoff'
  const waiting = makeResult('servers.start.becomes-active', 'inconclusive', { blockedBy: stop })
  const failure = makeResult(stop, 'fail', { findings: [makeFinding('It stayed ACTIVE.')] })
  const accepted = [must('pass'), exempt(failure), waiting]
  expect(verdictOf(accepted)).toBe('conformant')
  expect(exitCode(makeReport('r', accepted), { failOn: 'must', strict: true })).toBe(0)
  expect(verdictOf([must('pass'), makeResult(stop, 'pass'), waiting])).toBe('inconclusive')
})

describe('exitCode', () => {
  const policy = { failOn: 'must', strict: false } as const
  const exitCodeOf = (results: readonly RequirementResult[], errors: readonly string[] = []) =>
    exitCode(makeReport('r', results, { errors }), policy)

  test.for<[number, string, readonly RequirementResult[]]>([
    [0, 'every must passes', [must('pass')]],
    [0, 'only a should fails', [must('pass'), should('fail')]],
    [0, 'the verdict is partial', [must('pass'), must('unobserved')]],
    [1, 'a must fails', [must('pass'), must('fail')]],
    [3, 'a must is inconclusive', [must('pass'), must('inconclusive')]],
    [3, 'there are no requirements', []],
    [3, 'a should ends in an error', [must('pass'), should('error')]],
  ])('is %i if %s', ([code, , results]) => {
    expect(exitCodeOf(results)).toBe(code)
  })

  test('is 3 if the run had errors, unless a must fails', () => {
    expect(exitCodeOf([must('pass')], ['The worker ended.'])).toBe(3)
    expect(exitCodeOf([must('fail'), must('error')], ['The worker ended.'])).toBe(1)
  })

  test('is 3 if resources are left over, unless a must fails', () => {
    const resources = {
      created: { servers: 1 },
      peakServers: 1,
      serverSeconds: 1,
      leaked: [{ kind: 'server', id: 's', remove: 'rm' }],
    }
    expect(exitCode(makeReport('r', [must('pass')], { resources }), policy)).toBe(3)
    expect(exitCode(makeReport('r', [must('fail')], { resources }), policy)).toBe(1)
  })

  test('counts a failed should with --fail-on should, unless it is excluded', () => {
    const failOnShould = { ...policy, failOn: 'should' } as const
    expect(exitCode(makeReport('r', [must('pass'), should('fail')]), failOnShould)).toBe(1)
    expect(exitCode(makeReport('r', [must('pass'), off(should('fail'))]), failOnShould)).toBe(0)
    expect(exitCode(makeReport('r', [must('pass'), may('fail')]), failOnShould)).toBe(0)
  })

  test('ignores exempt failures of every level', () => {
    for (const failed of [must('fail'), should('fail')]) {
      const report = makeReport('r', [must('pass'), exempt(failed)])
      expect(exitCode(report, { failOn: 'should', strict: true })).toBe(0)
    }
  })

  test('is 3 for a partial verdict with --strict', () => {
    const strict = { ...policy, strict: true }
    expect(exitCode(makeReport('r', [must('pass'), must('skipped')]), strict)).toBe(3)
    expect(exitCode(makeReport('r', [must('pass')]), strict)).toBe(0)
  })
})

test('totalsOf counts excluded requirements as skipped and exempt failures as failures', () => {
  expect(totalsOf([must('pass'), off(must('skipped')), exempt(must('fail'))])).toMatchObject({
    pass: 1,
    skipped: 1,
    fail: 1,
    error: 0,
  })
})

test('withRequirements computes totals and verdict again and keeps each note once', () => {
  const report = makeReport('r', [must('pass')], { notes: ['a'] })
  expect(withRequirements(report, [must('fail')], ['a', 'b'])).toMatchObject({
    verdict: 'nonconformant',
    totals: { fail: 1, pass: 0 },
    notes: ['a', 'b'],
  })
})
