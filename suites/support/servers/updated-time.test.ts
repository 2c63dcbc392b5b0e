import { expect, test } from 'vitest'
import { responseWith } from '../../../harness/client/api-response.fixture.ts'
import { isNotSetBack } from './updated-time.ts'

test.each([
  ['2026-01-01T00:00:09Z', '2026-01-01T00:00:09Z'],
  ['2026-01-01T00:00:10Z', undefined],
  ['2026-01-01T00:00:11Z', undefined],
  ['soon', undefined],
  [undefined, undefined],
])('for a server that was changed at 00:00:10 and shows %s, the mismatch is %s', (updated, actual) => {
  const shown = responseWith(200, { body: { server: { updated } } })
  expect(isNotSetBack(Date.parse('2026-01-01T00:00:10Z'))(shown)?.actual).toBe(actual)
})
