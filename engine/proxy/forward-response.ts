import { isUtf8 } from 'node:buffer'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { readBody } from '#harness/core'
import { BodyBuffer } from './body-buffer.ts'
import { forwardedHeaders, type RawHeader } from './message-headers.ts'

/** A response as the target sends it. */
export interface ReceivedResponse {
  readonly statusCode: number
  readonly statusText: string
  readonly headers: readonly RawHeader[]
  readonly body: Readable
  /** Whether it is the response to a HEAD request. */
  readonly isForHead: boolean
}

/** The body of a forwarded response as the target sent it; empty if it was too long to keep. */
export interface ForwardedBody {
  readonly bytes: Buffer
  /** False when the body was too long to keep. */
  readonly isComplete: boolean
}

/** The replacement of the target's URLs. */
export interface Rewriting {
  /** Replaces the URLs in the text of a JSON body. */
  text(text: string): string
  url(url: string): string
}

const headerOf = (headers: readonly RawHeader[], wanted: string): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1]

const isPlainJson = (headers: readonly RawHeader[]): boolean =>
  /\bjson\b/i.test(headerOf(headers, 'content-type') ?? '') && headerOf(headers, 'content-encoding') === undefined

/** Tells whether a response has no body, whatever its Content-Length says (RFC 9112, section 6.3). */
const hasNoBody = ({ isForHead, statusCode }: ReceivedResponse): boolean =>
  isForHead || statusCode === 204 || statusCode === 304

/** Tells whether a reason phrase can be sent; any other is replaced by the standard one. */
const isReasonPhrase = (text: string): boolean => /^[\t\x20-\x7e]+$/.test(text)

/** Sends a chunk, and waits until the client takes more or is gone. */
async function write(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  if (response.write(chunk) || response.closed) return
  // A listener that stayed after the wait would keep every chunk of a long body in memory.
  const waiting = new AbortController()
  const { signal } = waiting
  const isReady = [once(response, 'drain', { signal }), once(response, 'close', { signal })]
  await Promise.race(isReady).finally(() => waiting.abort())
}

/** Begins the response to the client with the status and the headers of the target's response. `length`: that of a changed body. */
function writeHead(
  response: ServerResponse,
  { statusCode, statusText, headers }: ReceivedResponse,
  rewriteUrl: Rewriting['url'],
  length?: number,
): void {
  const sent = forwardedHeaders(headers).flatMap(([name, value]): string[] => {
    const key = name.toLowerCase()
    if (key === 'location') return [name, rewriteUrl(value)]
    return [name, key === 'content-length' && length !== undefined ? String(length) : value]
  })
  response.sendDate = false
  if (isReasonPhrase(statusText)) response.writeHead(statusCode, statusText, sent)
  else response.writeHead(statusCode, sent)
}

/** Sends the target's response to the client: JSON as a whole with replaced URLs; anything else, or a very long body, as it arrives. */
export async function forwardResponse(
  received: ReceivedResponse,
  response: ServerResponse,
  rewriting: Rewriting,
): Promise<ForwardedBody> {
  const { headers, body } = received
  if (hasNoBody(received)) {
    // The HTTP client expects a body for the Content-Length of a 304, and reports that it is missing.
    body.on('error', () => undefined).resume()
    writeHead(response, received, rewriting.url)
    response.end()
    return { bytes: Buffer.alloc(0), isComplete: true }
  }
  const buffer = new BodyBuffer()
  let isStreaming = !isPlainJson(headers)
  const begin = () => {
    writeHead(response, received, rewriting.url)
    response.flushHeaders()
    isStreaming = true
  }
  if (isStreaming) begin()
  for await (const chunk of body) {
    const held = buffer.add(chunk)
    if (held && !isStreaming) {
      begin()
      await write(response, held)
    }
    if (isStreaming) await write(response, chunk)
  }
  const { bytes, isComplete } = buffer
  if (isStreaming) response.end()
  else {
    // A body that is not UTF-8 would be damaged by decoding it.
    const content = isUtf8(bytes) ? rewritten(bytes, rewriting.text) : bytes
    writeHead(response, received, rewriting.url, content.length)
    response.end(content)
  }
  return { bytes, isComplete }
}

function rewritten(bytes: Buffer, rewrite: (text: string) => string): Buffer {
  const text = bytes.toString('utf8')
  const replaced = rewrite(text)
  return replaced === text ? bytes : Buffer.from(replaced)
}

/** Decodes the body of a forwarded response; undefined if it was too long to keep. */
export const decodedBody = async ({ isComplete, bytes }: ForwardedBody, encoding: string | undefined, url: string) =>
  isComplete ? readBody(chunksOf(bytes), encoding, url) : undefined

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
