import type { RecordedExchange } from './recorded-exchange.ts'

/**
 * Marks the exchanges before which a recording of this tool has left out others. The report of `proxy` and `check` has only those that
 * it refers to, and what they show must not be compared with what was there before the gap.
 */
export async function* markGaps(recording: AsyncIterable<RecordedExchange>): AsyncGenerator<RecordedExchange> {
  let last: number | undefined
  for await (const exchange of recording) {
    const { index } = exchange
    const followsGap = index !== undefined && last !== undefined && index > last + 1
    last = index ?? last
    yield followsGap ? { ...exchange, followsGap } : exchange
  }
}
