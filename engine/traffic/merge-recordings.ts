import type { RecordedExchange } from './recorded-exchange.ts'

/** Exchanges of one file that may be out of order: recorders write an entry when its response is complete. */
const maxReordered = 2_000

/**
 * Sorts the exchanges of one recording by the time of their requests, as long as none is more than `maxReordered`
 * places late.
 */
async function* sorted(recording: AsyncIterable<RecordedExchange>): AsyncGenerator<RecordedExchange> {
  let buffer: RecordedExchange[] = []
  const sort = () => buffer.sort((a, b) => a.startedAt - b.startedAt)
  for await (const exchange of recording) {
    buffer.push(exchange)
    if (buffer.length < 2 * maxReordered) continue
    sort()
    yield* buffer.slice(0, maxReordered)
    buffer = buffer.slice(maxReordered)
  }
  yield* sort()
}

/** Merges the exchanges of several recordings, by the time of their requests. */
export async function* mergeRecordings(
  recordings: readonly AsyncIterable<RecordedExchange>[],
): AsyncGenerator<RecordedExchange> {
  const iterators = recordings.map((recording) => sorted(recording))
  const heads = await Promise.all(iterators.map(async (iterator) => ({ iterator, result: await iterator.next() })))
  while (true) {
    let first: { head: (typeof heads)[number]; exchange: RecordedExchange } | undefined
    for (const head of heads) {
      if (head.result.done === true) continue
      const exchange = head.result.value
      if (first === undefined || exchange.startedAt < first.exchange.startedAt) first = { head, exchange }
    }
    if (first === undefined) return
    yield first.exchange
    first.head.result = await first.head.iterator.next()
  }
}
