import { describe, expect, test } from 'vitest'
import { IncompatibleReportsError } from '../errors.ts'
import { exitCode } from '../outcomes/verdict.ts'
import { makeReport, makeResult, oneKey, onlyShutoff } from '../report.fixture.ts'
import { applyBaseline, assertBaselineUsable } from './baseline.ts'

const policy = { failOn: 'should', strict: false } as const
const baseline = makeReport('base', [makeResult(oneKey, 'fail'), makeResult(onlyShutoff, 'pass')])

describe('applyBaseline', () => {
  test('accepts a failure that the baseline contains', () => {
    const report = makeReport('now', [makeResult(oneKey, 'fail'), makeResult(onlyShutoff, 'pass')])
    const compared = applyBaseline(report, baseline)
    expect(compared.requirements[0]).toMatchObject({
      outcome: 'fail',
      known: 'also failed in run base of 2026-01-02',
    })
    expect(compared).toMatchObject({ verdict: 'conformant', totals: { fail: 1, pass: 1 } })
    expect(exitCode(compared, policy)).toBe(0)
    expect(compared.notes).toBeUndefined()
  })

  test('counts a new failure', () => {
    const report = makeReport('now', [makeResult(oneKey, 'fail'), makeResult(onlyShutoff, 'fail')])
    const compared = applyBaseline(report, baseline)
    expect(compared.requirements[1]).not.toHaveProperty('known')
    expect(compared.verdict).toBe('nonconformant')
    expect(exitCode(compared, policy)).toBe(1)
  })

  test('counts the failure of a requirement that the baseline does not contain', () => {
    const report = makeReport('now', [makeResult(onlyShutoff, 'fail')])
    expect(applyBaseline(report, makeReport('base', [makeResult(oneKey, 'fail')])).verdict).toBe('nonconformant')
  })

  test.for(['skipped', 'unobserved', 'inconclusive', 'error', 'unstable', 'pass'] as const)(
    'counts a failure that was %s in the baseline',
    (before) => {
      const report = makeReport('now', [makeResult(oneKey, 'fail')])
      const compared = applyBaseline(report, makeReport('base', [makeResult(oneKey, before)]))
      expect(compared.verdict).toBe('nonconformant')
    },
  )

  test('counts a failure that was waived in the baseline, because waivers expire', () => {
    const waived = makeResult(oneKey, 'fail', { waived: { reason: 'r', expires: '2026-01-01' } })
    const report = makeReport('now', [makeResult(oneKey, 'fail')])
    const compared = applyBaseline(report, makeReport('base', [waived]))
    expect(compared.requirements[0]).not.toHaveProperty('known')
    expect(compared.verdict).toBe('nonconformant')
  })

  test('notes failures of the baseline that are fixed', () => {
    const report = makeReport('now', [makeResult(oneKey, 'pass'), makeResult(onlyShutoff, 'pass')])
    expect(applyBaseline(report, baseline).notes).toEqual([
      'Failed in the baseline and passes now: actions.one-key. Create a new baseline to detect regressions.',
    ])
  })

  test('does not call an inconclusive requirement fixed', () => {
    const report = makeReport('now', [makeResult(oneKey, 'inconclusive'), makeResult(onlyShutoff, 'pass')])
    const compared = applyBaseline(report, baseline)
    expect(compared.notes).toBeUndefined()
    expect(compared.verdict).toBe('inconclusive')
  })
})

describe('assertBaselineUsable', () => {
  const expected = { schemaVersion: 2, profile: 'toast', edition: '2020-03' } as const
  const nova = { ...baseline, target: { ...baseline.target, profile: 'nova' } }

  test('accepts a baseline of the same schema version and profile', () => {
    expect(() => assertBaselineUsable(baseline, expected)).not.toThrow()
  })

  test('rejects a baseline of another profile', () => {
    expect(() => assertBaselineUsable(nova, expected)).toThrow(/profile nova; this run has profile toast/)
    expect(() => applyBaseline(makeReport('now', []), nova)).toThrow(IncompatibleReportsError)
  })

  test('rejects a baseline of another schema version', () => {
    expect(() => assertBaselineUsable(baseline, { ...expected, schemaVersion: 3 })).toThrow(/version 2; expected 3/)
  })
})
