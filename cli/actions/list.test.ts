import { expect, test } from 'vitest'
import { list } from './list.ts'

const all = { profile: 'toast', lang: 'en', untested: false } as const
const untested = { ...all, untested: true }

test('nothing is untested, and every format says so in its own way', () => {
  expect(list({ ...untested, format: 'table' })).toBe('')
  expect(JSON.parse(list({ ...untested, format: 'json' }))).toEqual([])
  expect(list({ ...untested, format: 'markdown' }).split('\n')[2]).toBe('')
})

test('the register is JSON for those who ask for it', () => {
  expect(JSON.parse(list({ ...all, format: 'json' }))).toContainEqual(
    expect.objectContaining({ id: 'servers.list.limit', level: 'must', verifiedBy: 'suites' }),
  )
})

test('a profile that is not there is refused with the one that may be meant', () => {
  expect(() => list({ ...all, format: 'table', profile: 'novva' })).toThrow(
    'there is no profile "novva" (did you mean "nova"?)',
  )
})
