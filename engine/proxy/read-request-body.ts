import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { maxBodyBytes } from './body-buffer.ts'

/** The body of a request: as a whole, or as a stream if it is too long to compare. */
export type RequestBody = { readonly bytes: Buffer } | { readonly stream: Readable }

async function* continued(chunks: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

/** Reads the body of a request. Returns a stream if it has more than `maxBodyBytes`. */
export async function readRequestBody(request: IncomingMessage): Promise<RequestBody> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  if (length === undefined && encoding === undefined) return { bytes: Buffer.alloc(0) }
  const iterator: AsyncIterator<Buffer> = request[Symbol.asyncIterator]()
  const chunks: Buffer[] = []
  let size = 0
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    chunks.push(next.value)
    size += next.value.length
    if (size > maxBodyBytes) return { stream: Readable.from(continued(chunks, iterator)) }
  }
  return { bytes: Buffer.concat(chunks) }
}
