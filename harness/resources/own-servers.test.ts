import { expect, test } from 'vitest'
import { isNamedAfter } from './own-servers.ts'

test.each([
  ['web-1', 'web-1', 1, true],
  ['web-1-2', 'web-1', 2, true],
  ['web-12', 'web-1', 2, true],
  ['web-12', 'web-1', 1, false],
  ['web-1 b', 'web-1', 2, false],
  ['web', 'web-1', 2, false],
])('a server %s is one of those that a request for %s makes, %i of them: %s', (name, requested, count, isOne) => {
  expect(isNamedAfter(name, requested, count)).toBe(isOne)
})
