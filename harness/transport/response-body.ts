import { isUtf8 } from 'node:buffer'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import pLimit from 'p-limit'
import { RequestError } from './request-error.ts'
import { limits, limitViolation } from './response-limits.ts'

/** What came in a body. */
export interface DecodedBody {
  readonly text: string
  /** False when some bytes are no UTF-8; they are U+FFFD in the text. */
  readonly isUtf8: boolean
}

type Unpack = (packed: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>

/** Nobody asked for an encoding, and a proxy may pack all the same. */
const unpackers: ReadonlyMap<string, Unpack> = new Map([
  ['gzip', promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(gunzip)],
  ['x-gzip', promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(gunzip)],
  ['deflate', promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(inflate)],
  ['br', promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(brotliDecompress)],
])

/** Encodings on top of each other that are undone at most. */
const mostCodings = 2

/** Long bodies take several times their length while they are read, so one is read at a time, into a place of its own. */
const largeBodyLock = pLimit(1)
let sharedBuffer: Buffer | undefined

/** Reads a body within the limits and undoes its encoding. Throws Unanswered for what is beyond them or cannot be read. */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
  what: string,
): Promise<DecodedBody> {
  const chunks: Uint8Array[] = []
  const reading = body[Symbol.asyncIterator]()
  let size = 0
  while (size <= limits.longBody) {
    const { done, value } = await reading.next()
    if (done === true) return content(await unpacked(Buffer.concat(chunks), encoding, what), what)
    size += value.length
    chunks.push(value)
  }
  return largeBodyLock(async () => content(await unpacked(await readLong(chunks, reading, what), encoding, what), what))
}

/** Reads what is left of a long body. The bytes are only good until the next one is read. */
async function readLong(
  chunks: readonly Uint8Array[],
  reading: AsyncIterator<Uint8Array>,
  what: string,
): Promise<Buffer> {
  sharedBuffer ??= Buffer.allocUnsafeSlow(limits.body)
  let size = 0
  const take = async (chunk: Uint8Array): Promise<void> => {
    if (size + chunk.length > limits.body) {
      await reading.return?.()
      throw tooLong(what)
    }
    sharedBuffer?.set(chunk, size)
    size += chunk.length
  }
  for (const chunk of chunks) await take(chunk)
  for (let next = await reading.next(); next.done !== true; next = await reading.next()) await take(next.value)
  return sharedBuffer.subarray(0, size)
}

const tooLong = (what: string): RequestError =>
  new RequestError(what, `it is longer than ${limits.body / 1024 / 1024} MiB`, 'unfit')

async function unpacked(packed: Buffer, encoding: string | undefined, what: string): Promise<Buffer> {
  const codings = (encoding ?? '').split(',').map((name) => name.trim().toLowerCase())
  const asked = codings.filter((name) => name !== '' && name !== 'identity')
  if (packed.length === 0 || asked.length === 0) return packed
  const unknown = asked.find((name) => !unpackers.has(name))
  if (unknown !== undefined || asked.length > mostCodings)
    throw new RequestError(what, `it is encoded as "${asked.join(', ').slice(0, 60)}", which nobody asked for`, 'unfit')
  let plain = packed
  for (const name of asked.toReversed()) plain = await unpack(plain, name, what)
  return plain
}

async function unpack(packed: Buffer, name: string, what: string): Promise<Buffer> {
  try {
    return (await unpackers.get(name)?.(packed, { maxOutputLength: limits.body })) ?? packed
  } catch (cause) {
    const isBomb = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
    if (isBomb) throw tooLong(what)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new RequestError(what, `it says that it is ${name}, and is not (${reason})`, 'unfit', { cause })
  }
}

function content(bytes: Buffer, what: string): DecodedBody {
  const text = bytes.toString('utf8')
  const why = limitViolation(text)
  if (why !== undefined) throw new RequestError(what, `it ${why}`, 'unfit')
  return { text, isUtf8: isUtf8(bytes) }
}
