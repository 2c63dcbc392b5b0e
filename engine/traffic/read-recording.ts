import { createReadStream } from 'node:fs'
import { JSONParser } from '@streamparser/json'
import { UsageError } from '#engine/errors'
import { parseHarEntry } from './har-entry.ts'
import type { RecordedExchange } from './recorded-exchange.ts'
import { parseReportExchange } from './report-exchange.ts'

/** Characters of one text in a recording: a longer one is no body of this API. */
const bufferSize = 64 * 1024

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)

function openRecording(file: string): AsyncIterable<Uint8Array> {
  return file === '-' ? process.stdin : createReadStream(file)
}

/** Returns the name of a recording in messages. */
const nameOf = (file: string): string => (file === '-' ? 'standard input' : file)

/**
 * Reads the exchanges of a recording in the order of the file, read as a stream: a HAR of a gigabyte takes no more
 * memory than one of its entries. `-` reads standard input.
 * @throws UsageError when the file cannot be read, is no JSON, or is neither a HAR nor a report
 */
export async function* readRecording(file: string): AsyncGenerator<RecordedExchange> {
  const name = nameOf(file)
  const parser = new JSONParser({
    paths: ['$.log.entries.*', '$.exchanges.*'],
    keepStack: false,
    stringBufferSize: bufferSize,
  })
  let read: RecordedExchange[] = []
  let hasList = false
  parser.onValue = ({ value, stack }) => {
    hasList = true
    const isHar = stack.some(({ key }) => key === 'log')
    const exchange = isHar ? parseHarEntry(value) : parseReportExchange(value)
    if (exchange) read.push(exchange)
  }
  try {
    for await (const chunk of openRecording(file)) {
      parser.write(chunk)
      yield* read
      read = []
    }
    if (!parser.isEnded) throw new Error('the file ends before the JSON does')
  } catch (cause) {
    const isSystemError = cause instanceof Error && 'code' in cause
    throw new UsageError(
      `${name}: ${isSystemError ? `cannot be read (${reasonOf(cause)})` : `no valid JSON: ${reasonOf(cause)}`}`,
      {
        cause,
        hint: 'Expected a HAR (HTTP Archive) or a report.json of this tool.',
      },
    )
  }
  if (!hasList)
    throw new UsageError(`${name}: contains no recorded exchange`, {
      hint: 'Expected log.entries of a HAR (HTTP Archive), or exchanges of a report.json of this tool.',
    })
}
