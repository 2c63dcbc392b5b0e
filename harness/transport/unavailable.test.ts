import { expect, test } from 'vitest'
import { retryAfter } from './unavailable.ts'

test.each([
  ['120', 120_000],
  [' 0.5 ', 500],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
  ['Sun, 06 Nov 1994 08:40:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['1e9', undefined],
  ['2027', 2_027_000],
  ['', undefined],
  ['9'.repeat(400), undefined],
  [undefined, undefined],
])('retryAfter reads %j as %j ms', (value, ms) => {
  expect(retryAfter(value, Date.parse('1994-11-06T08:49:00Z'))).toBe(ms)
})
