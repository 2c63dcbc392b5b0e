import { isUtf8 } from 'node:buffer'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Dispatcher } from 'undici'
import { BodyBuffer } from './body-buffer.ts'
import { forwardedHeaders } from './message-headers.ts'

/** A response as the target sent it; the body is empty where it was too long to keep. */
export interface PassedResponse {
  readonly bytes: Buffer
  /** False when the body was longer than what is kept. */
  readonly isComplete: boolean
}

const isPlainJson = ({ headers }: Dispatcher.ResponseData): boolean =>
  /\bjson\b/i.test(String(headers['content-type'] ?? '')) && headers['content-encoding'] === undefined

async function write(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')])
}

/**
 * Sends a target's response to the client: JSON as a whole, rewritten; anything else, and a very long body, as it arrives.
 * `rewrite` receives and returns the text of a JSON body.
 */
export async function passOnResponse(
  received: Dispatcher.ResponseData,
  response: ServerResponse,
  rewrite: (text: string) => string,
  rewriteUrl: (url: string) => string,
): Promise<PassedResponse> {
  const { statusCode, body } = received
  const headers = forwardedHeaders(received.headers, [])
  const { location } = headers
  if (typeof location === 'string') headers['location'] = rewriteUrl(location)
  const buffer = new BodyBuffer()
  let isStreaming = !isPlainJson(received)
  const begin = () => {
    response.writeHead(statusCode, headers)
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
    const content = isUtf8(bytes) ? rewritten(bytes, rewrite) : bytes
    const { 'content-length': length, ...others } = headers
    response.writeHead(
      statusCode,
      length === undefined ? others : { ...others, 'content-length': String(content.length) },
    )
    response.end(content)
  }
  return { bytes, isComplete }
}

function rewritten(bytes: Buffer, rewrite: (text: string) => string): Buffer {
  const text = bytes.toString('utf8')
  const replaced = rewrite(text)
  return replaced === text ? bytes : Buffer.from(replaced)
}
