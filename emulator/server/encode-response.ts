import type { OutgoingHttpHeaders } from 'node:http'
import type { EmulatorResponse } from './response.ts'

function textOf({ body }: EmulatorResponse): string | undefined {
  if (body === undefined) return undefined
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** Adds the default content type, except to a 200 response without a body. The response's own headers override it. */
const withContentType = ({ status, body, headers }: EmulatorResponse): Record<string, string> =>
  body === undefined && status === 200 ? { ...headers } : { 'content-type': 'application/json', ...headers }

/** Returns the response for a caller of `fetch`. */
export function toResponse(response: EmulatorResponse): Response {
  const headers = new Headers(withContentType(response))
  return new Response(textOf(response) ?? null, { status: response.status, headers })
}

/** A response as Node's HTTP server sends it. */
export interface EncodedResponse {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly content: string | Buffer | undefined
}

/** Node joins a text to the headers and sends both in one piece. Longer texts are encoded once instead, to avoid a copy. */
const longestJoinedText = 8_192

/** Serializes the body and adds its length. */
export function encodeResponse(response: EmulatorResponse): EncodedResponse {
  const text = textOf(response)
  const content = text !== undefined && text.length > longestJoinedText ? Buffer.from(text) : text
  const headers: OutgoingHttpHeaders = withContentType(response)
  const isBodyless = response.status === 204 || response.status === 304
  if (!isBodyless) headers['content-length'] = content === undefined ? 0 : Buffer.byteLength(content)
  return { status: response.status, headers, content }
}
