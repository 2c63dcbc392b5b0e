import type { OutgoingHttpHeaders } from 'node:http'
import type { EmulatorResponse } from './response.ts'

const json = 'application/json'

function textOf({ body }: EmulatorResponse): string | undefined {
  if (body === undefined) return undefined
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** The type of the content, unless the reply names another; of nothing there is none. */
const typed = ({ status, body, headers }: EmulatorResponse): Record<string, string> =>
  body === undefined && status === 200 ? { ...headers } : { 'content-type': json, ...headers }

/** A reply for whoever called `fetch`; a header given by it wins over the default content type. */
export function toResponse(response: EmulatorResponse): Response {
  const headers = new Headers(typed(response))
  return new Response(textOf(response) ?? null, { status: response.status, headers })
}

/** A reply as it is sent. */
export interface EncodedResponse {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly content: string | Buffer | undefined
}

/** Texts up to here are joined to the headers and sent as one piece; a longer one is encoded once, and not copied again. */
const longestJoined = 8_192

/** The reply with its content written out and measured. */
export function encodeResponse(response: EmulatorResponse): EncodedResponse {
  const text = textOf(response)
  const content = text !== undefined && text.length > longestJoined ? Buffer.from(text) : text
  const headers: OutgoingHttpHeaders = typed(response)
  const isBodyless = response.status === 204 || response.status === 304
  if (!isBodyless) headers['content-length'] = content === undefined ? 0 : Buffer.byteLength(content)
  return { status: response.status, headers, content }
}
