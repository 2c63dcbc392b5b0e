import { describe, expect, test } from 'vitest'
import { matchesGlob, profiles, requirement } from '#contract'
import { UsageError } from '#engine/errors'
import { requirementIds } from '#model'
import { profileIn, selectionFrom } from './selection.ts'

const toast = profileIn('toast', undefined)

describe('a selection', () => {
  test.for<[string, string]>([
    ['server.list.*', '--only server.list.* matches no requirement (did you mean "servers.list.*"?)'],
    ['servers.list.', '--only servers.list. matches no requirement (did you mean "servers.list.*"?)'],
    ['servers?list.*', '--only servers?list.* matches no requirement (did you mean "servers.list.*"?)'],
    ['servers.lst', '--only servers.lst matches no requirement (did you mean "servers.list.*"?)'],
    ['zzzzzzzzzzzz', '--only zzzzzzzzzzzz matches no requirement'],
  ])('rejects the pattern %s', ([pattern, message]) => {
    expect(() => selectionFrom([pattern], [], toast)).toThrow(expect.objectContaining({ name: 'UsageError', message }))
  })

  test('rejects such a pattern of --skip too', () => {
    expect(() => selectionFrom([], ['nothing.at.all'], toast)).toThrow(
      /^--skip nothing\.at\.all matches no requirement/,
    )
  })

  test.for(['*', 'servers.*', '*.list.*', requirementIds[0] ?? ''])('accepts %s', (pattern) => {
    expect(selectionFrom([pattern], [], toast).only).toEqual([pattern])
    expect(requirementIds.some((id) => matchesGlob(pattern, id))).toBe(true)
  })

  test('excludes the requirements that the profile excludes, with the reason', () => {
    const { off } = selectionFrom([], [], profileIn('nova', undefined))
    const isOfEdition = (id: string) => requirement(id).editions.includes('2020-03')
    const expected = profiles['nova']?.changes.filter((change) => change.off && isOfEdition(change.requirement))
    expect(expected?.length).toBeGreaterThan(0)
    expect(Object.entries(off).filter(([id]) => isOfEdition(id))).toEqual(
      expected?.map((change) => [change.requirement, change.reason.en]),
    )
    expect(Object.keys(selectionFrom([], [], toast).off).filter(isOfEdition)).toEqual([])
  })
})

describe('what supports the selected requirements', () => {
  test('are tests that receive what a requirement of the schema is about', () => {
    const { only, support } = selectionFrom(['servers.metadata'], [], toast)
    expect(only).toEqual(['servers.metadata'])
    expect(support?.length).toBeGreaterThan(0)
  })

  test('is the test that sends the counterpart of a rejected request, unless it is selected anyway', () => {
    expect(selectionFrom(['groups.add.name-required'], [], toast).support).toEqual(['groups.add.attaches'])
    expect(selectionFrom(['groups.add.name-required', 'groups.add.attaches'], [], toast)).not.toHaveProperty('support')
  })

  test('is nothing without --only', () => {
    expect(selectionFrom([], ['groups.*'], toast)).not.toHaveProperty('support')
  })
})

describe('what failed in a report', () => {
  const ids = ['servers.id', 'servers.metadata', 'flavors.id'] as const
  const failed = { file: 'r.json', profile: 'toast', edition: '2020-03', ids } as const

  test('is what --only selects from it, and --skip leaves', () => {
    expect(selectionFrom([], [], toast, failed).only).toEqual(failed.ids)
    expect(selectionFrom(['servers.*'], [], toast, failed).only).toEqual(['servers.id', 'servers.metadata'])
    expect(selectionFrom([], ['servers.id'], toast, failed)).toMatchObject({ only: failed.ids, skip: ['servers.id'] })
  })

  test.for<[string, () => unknown, string]>([
    [
      'another profile',
      () => selectionFrom([], [], profileIn('nova', undefined), failed),
      '--failed r.json: the report is for profile toast, not for nova',
    ],
    [
      'another edition',
      () => selectionFrom([], [], profileIn('toast', undefined), { ...failed, edition: '2026-05' }),
      '--failed r.json: the report is for edition 2026-05, not for 2020-03',
    ],
    [
      'no failure',
      () => selectionFrom([], [], toast, { ...failed, ids: [] }),
      '--failed r.json: everything passed there, so there is nothing to repeat',
    ],
    [
      'no failure that --only selects',
      () => selectionFrom(['keypairs.*'], [], toast, failed),
      '--failed and --only: no requirement of profile toast is left to test',
    ],
  ])('is wrong usage with %s', ([, select, message]) => {
    expect(select).toThrow(expect.objectContaining({ name: 'UsageError', message }))
  })
})

test('a selection that leaves nothing is wrong usage', () => {
  expect(() => selectionFrom(['*'], ['*'], toast)).toThrow(
    '--only and --skip: no requirement of profile toast is left to test',
  )
})

test.for<[string, string]>([
  ['novva', 'unknown profile "novva" (did you mean "nova"?); expected one of nhn, nova, toast'],
  ['constructor', 'unknown profile "constructor"; expected one of nhn, nova, toast'],
])('the profile %s is rejected', ([name, message]) => {
  expect(() => profileIn(name, undefined)).toThrow(new RegExp(`^${message.replace(/[.?()]/g, '\\$&')}$`))
  expect(() => profileIn(name, undefined)).toThrow(UsageError)
})

describe('the edition of a profile', () => {
  test.for<[string, string | undefined, string]>([
    ['toast', undefined, '2020-03'],
    ['nhn', undefined, '2026-05'],
    ['nova', undefined, '2020-03'],
    ['nova', '2026-05', '2026-05'],
  ])('of %s, with --edition %s, is %s', ([name, edition, expected]) => {
    expect(profileIn(name, edition).edition).toBe(expected)
  })

  test('must be one that the profile has', () => {
    expect(() => profileIn('toast', '2026-05')).toThrow(
      expect.objectContaining({
        name: 'UsageError',
        message: 'profile toast has no edition "2026-05"; expected 2020-03',
        hint: '--profile nhn or --profile nova has it.',
      }),
    )
    expect(() => profileIn('nova', '2019')).toThrow(/^profile nova has no edition "2019"; expected 2020-03 or 2026-05$/)
  })

  test('excludes the requirements that it does not have', () => {
    const { off } = selectionFrom([], [], profileIn('nhn', undefined))
    expect(off).toMatchObject({ 'versions.v2': 'Edition 2026-05 of the document does not have it.' })
    expect(off).not.toHaveProperty('servers.id')
  })
})
