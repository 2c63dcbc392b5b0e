import { describe, expect, test } from 'vitest'
import { report, result, start, stop } from './report.fixture.ts'
import { exitCode } from './verdict.ts'
import { applyWaivers } from './waivers.ts'

const today = '2026-06-30'
const waiver = (requirement: string, more: object = {}) => ({
  requirement,
  reason: 'fixed in 4.2',
  expires: today,
  ...more,
})
const failing = report('r', [result(start, 'fail'), result(stop, 'pass')])

describe('a waiver', () => {
  test('excuses a failure through the day on which it expires', () => {
    const told = applyWaivers(failing, [waiver(start, { ticket: 'OPS-1' })], today)
    expect(told.requirements[0]).toMatchObject({
      outcome: 'fail',
      waived: { reason: 'fixed in 4.2', expires: today, ticket: 'OPS-1' },
    })
    expect(told).toMatchObject({ verdict: 'conformant', totals: { fail: 1, pass: 1 } })
    expect(exitCode(told, { failOn: 'should', strict: true })).toBe(0)
    expect(told.notes).toBeUndefined()
  })

  test('excuses nothing the day after, and says so', () => {
    const told = applyWaivers(failing, [waiver(start)], '2026-07-01')
    expect(told.requirements[0]).not.toHaveProperty('waived')
    expect(told.verdict).toBe('nonconformant')
    expect(told.notes).toEqual([
      'Waiver of actions.one-key (fixed in 4.2): expired on 2026-06-30, so it excuses nothing.',
    ])
  })

  test('may name several requirements with *', () => {
    const told = applyWaivers(report('r', [result(start, 'fail'), result(stop, 'fail')]), [waiver('*.*o*')], today)
    expect(told.requirements.map(({ waived }) => waived?.reason)).toEqual(['fixed in 4.2', 'fixed in 4.2'])
  })

  test('the first of several that are active speaks', () => {
    const told = applyWaivers(
      failing,
      [waiver(start, { expires: '2026-01-01', reason: 'old' }), waiver('*', { reason: 'one' }), waiver(start)],
      today,
    )
    expect(told.requirements[0]?.waived?.reason).toBe('one')
  })

  test('that covers only what passes is told as stale', () => {
    const told = applyWaivers(failing, [waiver(stop, { ticket: 'OPS-2' })], today)
    expect(told.notes).toEqual([
      'Waiver of servers.start.only-shutoff (fixed in 4.2, OPS-2): expected to fail, but passes; it can go.',
    ])
  })

  test('for a requirement that does not exist is told', () => {
    const told = applyWaivers(failing, [waiver('servers.misspelt')], today)
    expect(told.notes).toEqual(['Waiver of servers.misspelt (fixed in 4.2): there is no such requirement.'])
  })

  test.for(['inconclusive', 'error', 'unstable', 'unobserved', 'skipped'] as const)(
    'changes nothing about what is %s, and is not called stale for it',
    (outcome) => {
      const before = report('r', [result(start, outcome)])
      expect(applyWaivers(before, [waiver(start)], today)).toEqual(before)
    },
  )

  test('has nothing to say of a requirement that was off', () => {
    const before = report('r', [result(start, 'skipped', { off: true }), result(stop, 'pass')])
    expect(applyWaivers(before, [waiver(start)], today)).toEqual(before)
  })
})

test('notes that are there already stay, each once', () => {
  const noted = { ...failing, notes: ['n', 'Waiver of x (fixed in 4.2): there is no such requirement.'] }
  expect(applyWaivers(noted, [waiver('x')], today).notes).toEqual(noted.notes)
})
