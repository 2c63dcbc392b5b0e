import { isUtf8 } from 'node:buffer'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import pLimit from 'p-limit'
import { RequestError } from '../errors.ts'
import { limits, limitViolation } from './response-limits.ts'

/** The text of a body. */
export interface DecodedBody {
  readonly text: string
  /** False when some bytes are not UTF-8; they are U+FFFD in the text. */
  readonly isUtf8: boolean
}

type Decompress = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>

/** Content-encodings. The client requests none, but a proxy may compress a body nevertheless. */
const decompressors: ReadonlyMap<string, Decompress> = new Map([
  ['gzip', promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(gunzip)],
  ['x-gzip', promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(gunzip)],
  ['deflate', promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(inflate)],
  ['br', promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(brotliDecompress)],
])

/** How many nested encodings are decoded. */
const maxEncodings = 2

/**
 * Reading a large body takes a multiple of its size, so large bodies are read one at a time, into one shared buffer.
 */
const largeBodyLock = pLimit(1)
let sharedBuffer: Buffer | undefined

const invalidResponse = (request: string, reason: string, cause?: unknown): RequestError =>
  new RequestError(request, 'invalid-response', reason, { cause })

const beyondLimits = (request: string, reason: string): RequestError =>
  new RequestError(request, 'invalid-response', reason, { exceedsLimits: true })

const tooLong = (request: string): RequestError =>
  beyondLimits(request, `the response is longer than ${limits.body / 1024 / 1024} MiB`)

/**
 * Reads a body within the response limits and decodes it.
 * @param request method and URL, for error messages
 * @throws RequestError of kind `invalid-response` when the body exceeds a limit or cannot be decoded
 */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
  request: string,
): Promise<DecodedBody> {
  const decode = async (bytes: Buffer) => decodeText(await decompress(bytes, encoding, request), request)
  const chunks: Uint8Array[] = []
  const iterator = body[Symbol.asyncIterator]()
  let size = 0
  while (size <= limits.largeBody) {
    const { done, value } = await iterator.next()
    if (done === true) return decode(Buffer.concat(chunks))
    size += value.length
    chunks.push(value)
  }
  return largeBodyLock(async () => decode(await readLargeBody(chunks, iterator, request)))
}

/** Reads the rest of a large body. The returned bytes are valid only until the next large body is read. */
async function readLargeBody(
  chunks: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
  request: string,
): Promise<Buffer> {
  sharedBuffer ??= Buffer.allocUnsafeSlow(limits.body)
  const buffer = sharedBuffer
  let size = 0
  const append = async (chunk: Uint8Array): Promise<void> => {
    if (size + chunk.length > limits.body) {
      await iterator.return?.()
      throw tooLong(request)
    }
    buffer.set(chunk, size)
    size += chunk.length
  }
  for (const chunk of chunks) await append(chunk)
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) await append(next.value)
  return buffer.subarray(0, size)
}

async function decompress(bytes: Buffer, header: string | undefined, request: string): Promise<Buffer> {
  const names = (header ?? '').split(',').map((name) => name.trim().toLowerCase())
  const encodings = names.filter((name) => name !== '' && name !== 'identity')
  if (bytes.length === 0) return bytes
  if (encodings.length > maxEncodings || encodings.some((name) => !decompressors.has(name)))
    throw invalidResponse(request, `the content-encoding "${encodings.join(', ').slice(0, 60)}" is not supported`)
  let decoded = bytes
  for (const name of encodings.toReversed()) decoded = await decompressOne(decoded, name, request)
  return decoded
}

async function decompressOne(bytes: Buffer, name: string, request: string): Promise<Buffer> {
  try {
    return (await decompressors.get(name)?.(bytes, { maxOutputLength: limits.body })) ?? bytes
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') throw tooLong(request)
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw invalidResponse(
      request,
      `the content-encoding is ${name}, but the body is not valid ${name} (${detail})`,
      cause,
    )
  }
}

function decodeText(bytes: Buffer, request: string): DecodedBody {
  const text = bytes.toString('utf8')
  const violation = limitViolation(text)
  if (violation !== undefined) throw beyondLimits(request, `the response ${violation}`)
  return { text, isUtf8: isUtf8(bytes) }
}
