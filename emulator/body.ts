import { ApiError, badMediaType, badRequest } from './errors.ts'

/** Nova's limit for a request body (oslo.middleware, max_request_body_size), in bytes. */
export const maximumBodyBytes = 114_688

/** Deeper nesting than this is refused before anything walks the value. */
const maximumDepth = 200

/** Thrown for a body over the limit; it is answered before any service looks at the request. */
export class BodyTooLarge extends ApiError {
  constructor(limit = maximumBodyBytes) {
    super(413, `The request is larger than ${limit} bytes.`)
  }
}

export function checkDeclaredLength(request: Request): void {
  if (Number(request.headers.get('content-length') ?? 0) > maximumBodyBytes) throw new BodyTooLarge()
}

/** Nova reads a body without a type, or one called plain text, as JSON; any other type is refused. */
function checkMediaType(request: Request): void {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!['', 'none', 'text/plain', 'application/json'].includes(type)) throw badMediaType('Unsupported Content-Type')
}

function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (inString) {
      if (character === '\\') index++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth)
    else if (character === '}' || character === ']') depth--
  }
  return deepest
}

/**
 * The bytes of a body, of which no more than `limit` are ever held.
 * @throws BodyTooLarge, ApiError 400 when it ends early
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  try {
    return await readWhole(request, limit)
  } catch (error) {
    if (error instanceof ApiError) throw error
    // The connection broke off: nobody hears this answer.
    throw badRequest('The request body ended early.')
  }
}

async function readWhole(request: Request, limit: number): Promise<Uint8Array> {
  const declared = request.headers.get('content-length')
  // With a declared length the connection itself ends the body there.
  if (declared !== null && Number(declared) <= limit) return new Uint8Array(await request.arrayBuffer())
  if (declared !== null) throw new BodyTooLarge(limit)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > limit) throw new BodyTooLarge(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Reads what is uploaded, within the limit of every body, and keeps none of it. @throws ApiError 400, 413 */
export async function dropBytes(request: Request): Promise<null> {
  await readBytes(request, maximumBodyBytes)
  return null
}

/**
 * The JSON value of a request; null for an empty body, as Nova sees it.
 * @throws ApiError 400 (not JSON, not UTF-8, nested too deeply), 413 (too large), 415 (another media type).
 */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request, maximumBodyBytes)
  if (bytes.byteLength === 0) return null
  checkMediaType(request)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (depthOf(text) > maximumDepth) throw badRequest('The request body is nested too deeply.')
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw badRequest('Malformed request body')
  }
}
