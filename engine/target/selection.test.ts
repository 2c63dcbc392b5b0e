import { describe, expect, test } from 'vitest'
import { matchesGlob, profiles } from '#contract'
import { UsageError } from '#engine/errors'
import { requirementIds } from '#model'
import { profileNamed, selectionFrom } from './selection.ts'

const toast = profileNamed('toast')

describe('a selection', () => {
  test.for<[string, string]>([
    ['server.list.*', '--only server.list.* matches no requirement (did you mean "servers.list.*"?)'],
    ['servers.list.', '--only servers.list. matches no requirement (did you mean "servers.list.*"?)'],
    ['servers?list.*', '--only servers?list.* matches no requirement (did you mean "servers.list.*"?)'],
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
    const { off } = selectionFrom([], [], profileNamed('nova'))
    const expected = profiles['nova']?.changes.filter((change) => change.off)
    expect(expected?.length).toBeGreaterThan(0)
    expect(Object.entries(off)).toEqual(expected?.map(({ requirement, reason }) => [requirement, reason.en]))
    expect(selectionFrom([], [], toast).off).toEqual({})
  })
})

test.for<[string, string]>([
  ['novva', 'unknown profile "novva" (did you mean "nova"?); expected one of nova, toast'],
  ['constructor', 'unknown profile "constructor"; expected one of nova, toast'],
])('the profile %s is rejected', ([name, message]) => {
  expect(() => profileNamed(name)).toThrow(new RegExp(`^${message.replace(/[.?()]/g, '\\$&')}$`))
  expect(() => profileNamed(name)).toThrow(UsageError)
})
