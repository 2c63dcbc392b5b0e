import { describe, expect, test } from 'vitest'
import { applyBaseline, assertBaselineUsable } from './baseline.ts'
import { IncompatibleReportsError } from './errors.ts'
import { report, result, start, stop } from './report.fixture.ts'
import { exitCode } from './verdict.ts'

const rules = { failOn: 'should', strict: false } as const
const baseline = report('base', [result(start, 'fail'), result(stop, 'pass')])

describe('against a baseline', () => {
  test('what failed there already is known and has no say', () => {
    const held = applyBaseline(report('now', [result(start, 'fail'), result(stop, 'pass')]), baseline)
    expect(held.requirements[0]).toMatchObject({ outcome: 'fail', known: 'failed in the run base of 2026-01-02 too' })
    expect(held).toMatchObject({ verdict: 'conformant', totals: { fail: 1, pass: 1 } })
    expect(exitCode(held, rules)).toBe(0)
    expect(held.notes).toBeUndefined()
  })

  test('what fails since then counts', () => {
    const held = applyBaseline(report('now', [result(start, 'fail'), result(stop, 'fail')]), baseline)
    expect(held.requirements[1]).not.toHaveProperty('known')
    expect(held.verdict).toBe('nonconformant')
    expect(exitCode(held, rules)).toBe(1)
  })

  test('a requirement that it does not have counts', () => {
    const held = applyBaseline(report('now', [result(stop, 'fail')]), report('base', [result(start, 'fail')]))
    expect(held.verdict).toBe('nonconformant')
  })

  test.for(['skipped', 'unobserved', 'inconclusive', 'error', 'unstable', 'pass'] as const)(
    'what was %s there and fails now counts',
    (before) => {
      const held = applyBaseline(report('now', [result(start, 'fail')]), report('base', [result(start, before)]))
      expect(held.verdict).toBe('nonconformant')
    },
  )

  test('a failure that a waiver accepted there is left to the waiver, which ends', () => {
    const accepted = result(start, 'fail', { waived: { reason: 'r', expires: '2026-01-01' } })
    const held = applyBaseline(report('now', [result(start, 'fail')]), report('base', [accepted]))
    expect(held.requirements[0]).not.toHaveProperty('known')
    expect(held.verdict).toBe('nonconformant')
  })

  test('what passes again is told, so that it can leave the baseline', () => {
    const held = applyBaseline(report('now', [result(start, 'pass'), result(stop, 'pass')]), baseline)
    expect(held.notes).toEqual([
      'Failed in the baseline and passes now: actions.one-key. A new baseline would keep it that way.',
    ])
  })

  test('nothing is said of what was only inconclusive now', () => {
    const held = applyBaseline(report('now', [result(start, 'inconclusive'), result(stop, 'pass')]), baseline)
    expect(held.notes).toBeUndefined()
    expect(held.verdict).toBe('inconclusive')
  })
})

test('a baseline of another profile or version is refused', () => {
  const now = { schemaVersion: 2, profile: 'toast' }
  const nova = { ...baseline, target: { ...baseline.target, profile: 'nova' } }
  expect(() => assertBaselineUsable(baseline, now)).not.toThrow()
  expect(() => assertBaselineUsable(nova, now)).toThrow(/profile nova; this run is of toast/)
  expect(() => assertBaselineUsable(baseline, { ...now, schemaVersion: 3 })).toThrow(/version 2; expected 3/)
  expect(() => applyBaseline(report('now', []), nova)).toThrow(IncompatibleReportsError)
})
