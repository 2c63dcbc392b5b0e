import { expect, test } from 'vitest'
import type { RecordedExchange } from './recorded-exchange.ts'
import { markGaps } from './recording-gaps.ts'

async function gapsOf(indexes: readonly (number | undefined)[]): Promise<readonly boolean[]> {
  async function* recording(): AsyncGenerator<RecordedExchange> {
    for (const index of indexes)
      yield {
        request: { method: 'GET', url: 'http://h/', headers: {} },
        startedAt: 0,
        endedAt: 1,
        response: undefined,
        ...(index === undefined ? {} : { index }),
      }
  }
  const marked: boolean[] = []
  for await (const { followsGap = false } of markGaps(recording())) marked.push(followsGap)
  return marked
}

test('an exchange follows a gap when numbers before it are missing', async () => {
  expect(await gapsOf([1, 2, 5, 6, 9])).toEqual([false, false, true, false, true])
})

test('a recording without numbers, or with all of them from any beginning, has no gap', async () => {
  expect(await gapsOf([undefined, undefined])).toEqual([false, false])
  expect(await gapsOf([7, 8, 9])).toEqual([false, false, false])
})
