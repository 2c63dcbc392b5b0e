import { describe, expect, test } from 'vitest'
import { comparePair, compareReports, type RequirementState } from './compare.ts'
import { finding, report, result, start, stop } from './report.fixture.ts'

const resultOf = (state: RequirementState) => (state === 'off' ? result(start, 'skipped', { off: true }) : result(start, state))
const listOf = (before: RequirementState, after: RequirementState) => {
  const { regressed, fixed, changed, unchanged } = comparePair(
    report('a', [resultOf(before)]),
    report('b', [resultOf(after)]),
  )
  expect(regressed.length + fixed.length + changed.length + unchanged).toBe(1)
  return regressed.length ? 'regressed' : fixed.length ? 'fixed' : changed.length ? 'changed' : 'unchanged'
}

describe('from one run to another', () => {
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
  ])('%s, then %s is %s', ([before, after, list]) => {
    expect(listOf(before, after)).toBe(list)
  })

  test('what regressed comes with what was found; what was fixed does not', () => {
    const { regressed, fixed } = comparePair(
      report('a', [result(start, 'pass'), result(stop, 'fail')]),
      report('b', [result(start, 'fail', { findings: [finding('found')] }), result(stop, 'pass')]),
    )
    expect(regressed).toMatchObject([{ id: start, before: 'pass', after: 'fail', findings: [finding('found')] }])
    expect(fixed).toMatchObject([{ id: stop, before: 'fail', after: 'pass', findings: [] }])
  })

  test('an accepted failure is a failure', () => {
    const accepted = result(start, 'fail', { known: 'k' })
    expect(comparePair(report('a', [result(start, 'pass')]), report('b', [accepted])).regressed).toHaveLength(1)
  })

  test('another reading of a contested statement is a change', () => {
    const read = (variant: string) => [result(start, 'pass', { variant })]
    const { changed } = comparePair(report('a', read('x')), report('b', read('y')))
    expect(changed).toMatchObject([{ before: 'pass', after: 'pass', variants: ['x', 'y'] }])
  })

  test('requirements of one side only are new or gone, whatever they say', () => {
    const compared = comparePair(report('a', [result(start, 'fail')]), report('b', [result(stop, 'fail')]))
    expect(compared).toMatchObject({
      regressed: [],
      fixed: [],
      new: [{ id: stop, after: 'fail' }],
      gone: [{ id: start, before: 'fail' }],
    })
  })
})

describe('any number of reports', () => {
  test('two are a pair, in the order in which they are given', () => {
    const compared = compareReports([report('z', []), report('a', [])])
    expect(compared).toMatchObject({ kind: 'pair', sides: [{ runId: 'z' }, { runId: 'a' }] })
  })

  test('more are a matrix of what they disagree on', () => {
    const compared = compareReports([
      report('a', [result(start, 'pass'), result(stop, 'pass')]),
      report('b', [result(start, 'fail'), result(stop, 'pass')]),
      report('c', [result(stop, 'pass')]),
    ])
    expect(compared).toMatchObject({
      kind: 'matrix',
      rows: [{ id: start, level: 'must', states: ['pass', 'fail', null] }],
      unchanged: 1,
    })
    expect(compared.sides.map(({ totals }) => totals.pass)).toEqual([2, 1, 1])
  })
})
