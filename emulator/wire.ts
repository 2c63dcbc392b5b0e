import type { ServerResponse } from 'node:http'
import type { Reply } from './reply.ts'

const json = 'application/json'

function textOf({ body }: Reply): string | undefined {
  if (body === undefined) return undefined
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** A reply for whoever called `fetch`; a header given by it wins over the default content type. */
export function toResponse(reply: Reply): Response {
  const headers = new Headers({ 'content-type': json, ...reply.headers })
  return new Response(textOf(reply) ?? null, { status: reply.status, headers })
}

/** Writes a reply to the connection that its request came by. */
export function writeTo(outgoing: ServerResponse, reply: Reply): void {
  const text = textOf(reply)
  // As bytes: a text would be looked through for its length, joined to the headers, and encoded with them.
  const bytes = text === undefined ? undefined : Buffer.from(text)
  const isBodyless = reply.status === 204 || reply.status === 304
  const length = isBodyless ? {} : { 'content-length': bytes?.byteLength ?? 0 }
  outgoing.writeHead(reply.status, { 'content-type': json, ...reply.headers, ...length }).end(bytes)
}
