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

test.each([
  ['a pattern', { patterns: ['servers.list.l*'] }, ['servers.list.limit']],
  ['a level', { patterns: ['flavors.*'], level: 'off' }, []],
  ['an operation', { operation: ['deleteKeypair'], level: 'must' }, ['keypairs.delete.removes']],
])('%s selects rows', (_, flags, expected) => {
  const rows: readonly { id: string; level: string }[] = JSON.parse(list({ ...all, ...flags, format: 'json' }))
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(expected))
  expect(rows.length).toBeLessThan(20)
})

test.each([
  [{ patterns: ['servers.lst.*'] }, 'list servers.lst.* matches no requirement (did you mean'],
  [{ operation: ['listServer'] }, '--operation listServer: no such operation (did you mean "listServers"?)'],
])('%j is rejected with a suggestion', (flags, message) => {
  expect(() => list({ ...all, ...flags, format: 'table' })).toThrow(message)
})

test('an unknown profile is rejected with a suggestion', () => {
  expect(() => list({ ...all, format: 'table', profile: 'novva' })).toThrow(
    'unknown profile "novva" (did you mean "nova"?)',
  )
})
