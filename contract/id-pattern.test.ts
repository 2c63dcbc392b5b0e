import { expect, test } from 'vitest'
import { matchesPattern } from './id-pattern.ts'

test('a pattern is an id in which * stands for anything, and nothing else is special', () => {
  expect(matchesPattern('servers.create.*', 'servers.create.name-limit')).toBe(true)
  expect(matchesPattern('servers.create.*', 'serversXcreate.name-limit')).toBe(false)
  expect(matchesPattern('servers.*.limit', 'servers.detail.limit')).toBe(true)
  expect(matchesPattern('servers.list', 'servers.list.limit')).toBe(false)
})
