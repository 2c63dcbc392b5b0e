import { expect, test } from 'vitest'
import { matchesGlob } from './id-glob.ts'

test('matches * against any characters and everything else literally', () => {
  expect(matchesGlob('servers.create.*', 'servers.create.name-limit')).toBe(true)
  expect(matchesGlob('servers.create.*', 'serversXcreate.name-limit')).toBe(false)
  expect(matchesGlob('servers.*.limit', 'servers.detail.limit')).toBe(true)
  expect(matchesGlob('servers.list', 'servers.list.limit')).toBe(false)
})
