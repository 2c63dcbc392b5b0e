import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { TextDecoder } from 'node:util'
import { JSONParser } from '@streamparser/json'
import { UsageError } from '#engine/errors'
import { fileProblem } from '#engine/input'
import { parseHarEntry } from './har-entry.ts'
import type { RecordedExchange } from './recorded-exchange.ts'
import { parseReportExchange } from './report-exchange.ts'

/** Characters of one text in a recording: a longer one is no body of this API. */
const bufferSize = 64 * 1024

/** Returns the first line of an error. The parser names the position in a chunk, which tells a reader nothing, before that in the file. */
function reasonOf(cause: unknown): string {
  const [line = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
  return line.replace(/ at chunk position.*absolute position "?(\d+)"?\).*/, ' at position $1')
}

/** Opens a recording as UTF-8. Windows PowerShell writes the output of a program as UTF-16, with a byte order mark. */
async function* openRecording(file: string): AsyncGenerator<Uint8Array | string> {
  const chunks: AsyncIterable<Uint8Array> = file === '-' ? process.stdin : createReadStream(resolve(file))
  let decoder: TextDecoder | undefined
  let isFirst = true
  for await (const chunk of chunks) {
    if (isFirst && chunk[0] === 0xff && chunk[1] === 0xfe) decoder = new TextDecoder('utf-16le')
    if (isFirst && chunk[0] === 0xfe && chunk[1] === 0xff) decoder = new TextDecoder('utf-16be')
    isFirst = false
    yield decoder?.decode(chunk, { stream: true }) ?? chunk
  }
}

/** Returns the name of a recording in messages. */
const nameOf = (file: string): string => (file === '-' ? 'standard input' : file)

/**
 * Reads the exchanges of a recording in the order of the file, read as a stream: a HAR of a gigabyte takes no more
 * memory than one of its entries. `-` reads standard input.
 * @throws UsageError when the file cannot be read, is not JSON, or is neither a HAR nor a report
 */
export async function* readRecording(file: string): AsyncGenerator<RecordedExchange> {
  const name = nameOf(file)
  const parser = new JSONParser({
    // The version, which every HAR and report has, shows that a file without exchanges is one.
    paths: ['$.log.entries.*', '$.exchanges.*', '$.log.version', '$.schemaVersion'],
    keepStack: false,
    stringBufferSize: bufferSize,
  })
  let read: RecordedExchange[] = []
  let hasList = false
  parser.onValue = ({ value, key, stack }) => {
    hasList = true
    if (typeof key === 'string') return
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
      `${name}: ${isSystemError ? fileProblem(cause, 'read') : `not valid JSON: ${reasonOf(cause)}`}`,
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
