import { expect, test } from 'vitest'
import type { OperationId } from '#model'
import { responseWith } from '../client/api-response.fixture.ts'
import { repeatedErrorCheck } from './final-error.ts'

/** Milliseconds after which the error is final, in steps of half a second. */
function finalAfter(
  status: number,
  { operation, durationMs }: { readonly operation?: OperationId; readonly durationMs?: number },
): number | undefined {
  const isFinal = repeatedErrorCheck(durationMs)
  const response = responseWith(status, operation && { operation })
  for (let ms = 0; ms <= 30_000; ms += 500) if (isFinal(response, ms)) return ms
  return undefined
}

test.each<[number, Parameters<typeof finalAfter>[1], number | undefined]>([
  [405, {}, 1_500],
  [400, {}, 1_500],
  [404, {}, undefined],
  [404, { operation: 'listServers' }, 5_500],
  [404, { operation: 'listVolumeAttachments' }, undefined],
  [404, { durationMs: 20_000 }, 20_500],
  [405, { durationMs: 500 }, 1_000],
  [500, { durationMs: 20_000 }, 20_500],
  [200, { durationMs: 0 }, undefined],
])('an error %i %o is final after %s ms', (status, options, expected) => {
  expect(finalAfter(status, options)).toBe(expected)
})

test('the time starts again after a different response', () => {
  const isFinal = repeatedErrorCheck()
  expect(isFinal(responseWith(405), 0)).toBe(false)
  expect(isFinal(responseWith(200), 900)).toBe(false)
  expect(isFinal(responseWith(405), 1_200)).toBe(false)
  expect(isFinal(responseWith(405), 2_300)).toBe(true)
})

test('a rejection of a change is not final: what it needs may become free', () => {
  const isFinal = repeatedErrorCheck()
  for (const ms of [0, 5_000, 20_000]) expect(isFinal(responseWith(400, { method: 'POST' }), ms)).toBe(false)
})
