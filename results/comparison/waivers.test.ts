import { describe, expect, test } from 'vitest'
import { exitCode } from '../outcomes/verdict.ts'
import { makeReport, makeResult, oneKey, onlyShutoff } from '../report.fixture.ts'
import { applyWaivers, type Waiver } from './waivers.ts'

const today = '2026-06-30'
const waiverFor = (requirement: string, overrides: Partial<Waiver> = {}): Waiver => ({
  requirement,
  reason: 'fixed in 4.2',
  expires: today,
  ...overrides,
})
const failing = makeReport('r', [makeResult(oneKey, 'fail'), makeResult(onlyShutoff, 'pass')])

describe('applyWaivers', () => {
  test('accepts a failure up to and including the day on which the waiver expires', () => {
    const report = applyWaivers(failing, [waiverFor(oneKey, { ticket: 'OPS-1' })], today)
    expect(report.requirements[0]).toMatchObject({
      outcome: 'fail',
      waived: { reason: 'fixed in 4.2', expires: today, ticket: 'OPS-1' },
    })
    expect(report).toMatchObject({ verdict: 'conformant', totals: { fail: 1, pass: 1 } })
    expect(exitCode(report, { failOn: 'should', strict: true })).toBe(0)
    expect(report.notes).toBeUndefined()
  })

  test('ignores an expired waiver and notes it', () => {
    const report = applyWaivers(failing, [waiverFor(oneKey)], '2026-07-01')
    expect(report.requirements[0]).not.toHaveProperty('waived')
    expect(report.verdict).toBe('nonconformant')
    expect(report.notes).toEqual(['Waiver for actions.one-key (fixed in 4.2): expired on 2026-06-30 and is ignored.'])
  })

  test('applies a waiver to every requirement that its pattern matches', () => {
    const bothFail = makeReport('r', [makeResult(oneKey, 'fail'), makeResult(onlyShutoff, 'fail')])
    const report = applyWaivers(bothFail, [waiverFor('*.*o*')], today)
    expect(report.requirements.map(({ waived }) => waived?.reason)).toEqual(['fixed in 4.2', 'fixed in 4.2'])
  })

  test('applies the first active waiver that matches', () => {
    const waivers = [
      waiverFor(oneKey, { expires: '2026-01-01', reason: 'expired' }),
      waiverFor('*', { reason: 'first' }),
      waiverFor(oneKey, { reason: 'second' }),
    ]
    expect(applyWaivers(failing, waivers, today).requirements[0]?.waived?.reason).toBe('first')
  })

  test('notes a waiver that is no longer needed', () => {
    expect(applyWaivers(failing, [waiverFor(onlyShutoff, { ticket: 'OPS-2' })], today).notes).toEqual([
      'Waiver for servers.start.only-shutoff (fixed in 4.2, OPS-2): no longer needed, every requirement it covers passes.',
    ])
  })

  test('notes a waiver for an unknown requirement', () => {
    expect(applyWaivers(failing, [waiverFor('servers.misspelt')], today).notes).toEqual([
      'Waiver for servers.misspelt (fixed in 4.2): there is no such requirement.',
    ])
  })

  test.for(['inconclusive', 'error', 'unstable', 'unobserved', 'skipped'] as const)(
    'leaves a requirement that is %s unchanged, without a note',
    (outcome) => {
      const report = makeReport('r', [makeResult(oneKey, outcome)])
      expect(applyWaivers(report, [waiverFor(oneKey)], today)).toEqual(report)
    },
  )

  test('leaves an excluded requirement unchanged, without a note', () => {
    const report = makeReport('r', [makeResult(oneKey, 'skipped', { off: true }), makeResult(onlyShutoff, 'pass')])
    expect(applyWaivers(report, [waiverFor(oneKey)], today)).toEqual(report)
  })

  test('does not repeat a note that the report already has', () => {
    const notes = ['Waiver for x (fixed in 4.2): there is no such requirement.']
    expect(applyWaivers({ ...failing, notes }, [waiverFor('x')], today).notes).toEqual(notes)
  })
})
