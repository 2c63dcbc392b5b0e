import { expect, test } from 'vitest'
import { list } from './list.ts'

const all = { profile: 'toast', lang: 'en', untested: false } as const
const untested = { ...all, untested: true }

test('no requirement is untested, in every format', () => {
  expect(list({ ...untested, format: 'table' })).toBe('')
  expect(JSON.parse(list({ ...untested, format: 'json' }))).toEqual([])
  expect(list({ ...untested, format: 'markdown' }).split('\n')[2]).toBe('')
})

test('JSON contains level and verification of each requirement', () => {
  expect(JSON.parse(list({ ...all, format: 'json' }))).toContainEqual(
    expect.objectContaining({ id: 'servers.list.limit', level: 'must', verifiedBy: 'suites' }),
  )
})

test('an unknown profile is rejected with a suggestion', () => {
  expect(() => list({ ...all, format: 'table', profile: 'novva' })).toThrow(
    'unknown profile "novva" (did you mean "nova"?)',
  )
})
