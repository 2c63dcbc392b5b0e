import { expect, test } from 'vitest'
import { parseIsoTime } from './timestamps.ts'

test.each([
  ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-01-02T03:04:05', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-01-02T12:04:05+09:00', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-01-02', Date.UTC(2026, 0, 2)],
  ['2026-13-02T03:04:05Z', undefined],
  ['yesterday', undefined],
  ['', undefined],
])('parses %j as %s', (text, expected) => {
  expect(parseIsoTime(text)).toBe(expected)
})
