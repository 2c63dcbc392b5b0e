import type { RecordedExchange } from './recorded-exchange.ts'

/**
 * Marks the exchanges before which a recording of this tool has left out others. The reports of `proxy` and `check`
 * contain only the exchanges that they refer to, and exchanges on both sides of a gap must not be compared.
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
