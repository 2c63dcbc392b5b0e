import { describe, expect, test } from 'vitest'
import type { AppliedProfile } from '#contract'
import {
  asserting,
  everything,
  failing,
  makeTest,
  passing,
  resultOf,
  subject,
  toast,
} from './requirement-outcomes.fixture.ts'
import type { RunScope } from './requirement-outcomes.ts'

describe('exclusion', () => {
  test.for<[string, RunScope['selection'], string]>([
    [
      'the profile',
      { ...everything, off: { [subject]: 'OpenStack has no such rule.' } },
      'OpenStack has no such rule.',
    ],
    ['--skip', { ...everything, skip: ['servers.*.only-shutoff'] }, 'left out by --skip'],
    ['--only', { ...everything, only: ['servers.start'] }, 'not selected by --only'],
  ])('by %s skips a requirement, whatever the tests show', ([, selection, reason]) => {
    expect(resultOf([failing()], { scope: { selection } })).toMatchObject({
      outcome: 'skipped',
      off: true,
      reason,
      findings: [],
    })
  })

  test('does not affect requirements whose whole id --only matches', () => {
    const selection = { ...everything, only: ['servers.start.*'] }
    expect(resultOf([failing()], { scope: { selection } }).outcome).toBe('fail')
  })
})

describe('profiles and interpretations', () => {
  const reason = { en: '', ko: '' }
  const following = (variant: string) => makeTest({ evidence: asserting(subject, { variant }) })

  test('use the level that the profile gives the requirement', () => {
    const profile: AppliedProfile = { ...toast, changes: [{ requirement: subject, level: 'may', reason }] }
    expect(resultOf([passing()], { profile }).level).toBe('may')
  })

  test('list each interpretation that the target follows once', () => {
    expect(resultOf(['b', 'a', 'b'].map(following))).toMatchObject({ outcome: 'pass', variant: 'a, b' })
  })

  test('fail an interpretation that the profile does not accept', () => {
    const profile: AppliedProfile = { ...toast, changes: [{ requirement: subject, variants: ['strict'], reason }] }
    expect(resultOf([following('strict')], { profile }).outcome).toBe('pass')
    expect(resultOf([following('loose')], { profile })).toMatchObject({
      outcome: 'fail',
      findings: [{ expected: 'strict', actual: 'loose' }],
    })
  })

  test('fail it with the exchange that shows it, if one does', () => {
    const profile: AppliedProfile = { ...toast, changes: [{ requirement: subject, variants: ['strict'], reason }] }
    const shown = makeTest({ evidence: asserting(subject, { variant: 'loose', exchange: 7, curl: 'curl x' }) })
    expect(resultOf([following('loose'), shown, following('loose')], { profile }).findings).toEqual([
      expect.objectContaining({ actual: 'loose', exchange: 7, curl: 'curl x' }),
    ])
  })
})
