import { describe, expect, test } from 'vitest'
import { makeFinding, makeReport, makeResult, oneKey, onlyShutoff } from '../report.fixture.ts'
import { comparePair, compareReports, type RequirementState } from './compare.ts'

const resultWith = (state: RequirementState) =>
  state === 'off' ? makeResult(oneKey, 'skipped', { off: true }) : makeResult(oneKey, state)

function changeBetween(before: RequirementState, after: RequirementState): string | undefined {
  const { regressed, fixed, changed, unchanged } = comparePair(
    makeReport('a', [resultWith(before)]),
    makeReport('b', [resultWith(after)]),
  )
  const counts = { regressed: regressed.length, fixed: fixed.length, changed: changed.length, unchanged }
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(1)
  return Object.entries(counts).find(([, count]) => count === 1)?.[0]
}

describe('comparePair', () => {
  test.for<[RequirementState, RequirementState, string]>([
    ['pass', 'fail', 'regressed'],
    ['skipped', 'fail', 'regressed'],
    ['inconclusive', 'fail', 'regressed'],
    ['unobserved', 'fail', 'regressed'],
    ['unstable', 'fail', 'regressed'],
    ['pass', 'unstable', 'regressed'],
    ['off', 'fail', 'changed'],
    ['fail', 'pass', 'fixed'],
    ['unstable', 'pass', 'fixed'],
    ['fail', 'unstable', 'changed'],
    ['fail', 'skipped', 'changed'],
    ['fail', 'off', 'changed'],
    ['inconclusive', 'pass', 'changed'],
    ['off', 'pass', 'changed'],
    ['pass', 'inconclusive', 'changed'],
    ['fail', 'fail', 'unchanged'],
    ['pass', 'pass', 'unchanged'],
    ['off', 'off', 'unchanged'],
  ])('lists a requirement that was %s and is %s as %s', ([before, after, change]) => {
    expect(changeBetween(before, after)).toBe(change)
  })

  test('includes the findings of regressions only', () => {
    const findings = [makeFinding('The request was accepted.')]
    const { regressed, fixed } = comparePair(
      makeReport('a', [makeResult(oneKey, 'pass'), makeResult(onlyShutoff, 'fail')]),
      makeReport('b', [makeResult(oneKey, 'fail', { findings }), makeResult(onlyShutoff, 'pass')]),
    )
    expect(regressed).toMatchObject([{ id: oneKey, before: 'pass', after: 'fail', findings }])
    expect(fixed).toMatchObject([{ id: onlyShutoff, before: 'fail', after: 'pass', findings: [] }])
  })

  test('treats an exempt failure as a failure', () => {
    const exempt = makeReport('b', [makeResult(oneKey, 'fail', { known: 'also failed in run a' })])
    expect(comparePair(makeReport('a', [makeResult(oneKey, 'pass')]), exempt).regressed).toMatchObject([
      { id: oneKey, before: 'pass', after: 'fail' },
    ])
  })

  test('lists another interpretation of a contested statement as a change', () => {
    const reportWith = (variant: string) => makeReport(variant, [makeResult(oneKey, 'pass', { variant })])
    expect(comparePair(reportWith('x'), reportWith('y')).changed).toMatchObject([
      { before: 'pass', after: 'pass', variants: ['x', 'y'] },
    ])
  })

  test('lists requirements of one report only as new or gone, whatever their outcome', () => {
    const comparison = comparePair(
      makeReport('a', [makeResult(oneKey, 'fail')]),
      makeReport('b', [makeResult(onlyShutoff, 'fail')]),
    )
    expect(comparison).toMatchObject({
      regressed: [],
      fixed: [],
      new: [{ id: onlyShutoff, after: 'fail' }],
      gone: [{ id: oneKey, before: 'fail' }],
    })
  })
})

describe('compareReports', () => {
  test('compares two reports as a pair, in the order given', () => {
    const comparison = compareReports([makeReport('z', []), makeReport('a', [])])
    expect(comparison).toMatchObject({ kind: 'pair', sides: [{ runId: 'z' }, { runId: 'a' }] })
  })

  test('compares three reports as a matrix of the requirements that differ', () => {
    const comparison = compareReports([
      makeReport('a', [makeResult(oneKey, 'pass'), makeResult(onlyShutoff, 'pass')]),
      makeReport('b', [makeResult(oneKey, 'fail'), makeResult(onlyShutoff, 'pass')]),
      makeReport('c', [makeResult(onlyShutoff, 'pass')]),
    ])
    expect(comparison).toMatchObject({
      kind: 'matrix',
      rows: [{ id: oneKey, level: 'must', states: ['pass', 'fail', null] }],
      unchanged: 1,
    })
    expect(comparison.sides.map(({ totals }) => totals.pass)).toEqual([2, 1, 1])
  })
})
