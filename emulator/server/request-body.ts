import { ApiError, BodyTooLarge, badMediaType, badRequest, maximumBodyBytes } from './errors.ts'
import { type EmulatorRequest, isDeclaredLonger } from './request.ts'

/** Deeper nesting than this is refused before anything walks the value. */
const maximumDepth = 200

export function checkDeclaredLength(message: EmulatorRequest): void {
  if (isDeclaredLonger(message, maximumBodyBytes)) throw new BodyTooLarge()
}

const mediaTypes = ['', 'none', 'text/plain', 'application/json', 'application/vnd.openstack.compute+json']

/** Nova reads a body without a type, or one called plain text, as JSON; any other type is refused, also in capitals. */
function checkMediaType(message: EmulatorRequest): void {
  const type = (message.header('content-type') ?? '').split(';')[0]?.trim() ?? ''
  if (!mediaTypes.includes(type)) throw badMediaType('Unsupported Content-Type')
}

const quote = 34
const backslash = 92
const openings: ReadonlySet<number> = new Set([91, 123])
const closings: ReadonlySet<number> = new Set([93, 125])

function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index)
    if (inString) {
      if (character === backslash) index++
      else if (character === quote) inString = false
    } else if (character === quote) inString = true
    else if (openings.has(character)) deepest = Math.max(deepest, ++depth)
    else if (closings.has(character)) depth--
  }
  return deepest
}

/**
 * The bytes of a body, of which no more than `limit` are ever held.
 * @throws BodyTooLarge, ApiError 400 when it ends early
 */
export async function readBytes(message: EmulatorRequest, limit: number): Promise<Uint8Array> {
  if (isDeclaredLonger(message, limit)) throw new BodyTooLarge(limit)
  try {
    return await message.read(limit)
  } catch (error) {
    if (error instanceof ApiError) throw error
    // The connection broke off: nobody hears this answer.
    throw badRequest('The request body ended early.')
  }
}

/** Reads what is uploaded, within the limit of every body, and keeps none of it. @throws ApiError 400, 413 */
export async function discardBody(message: EmulatorRequest): Promise<null> {
  await readBytes(message, maximumBodyBytes)
  return null
}

/** A byte order mark is left where it is: JSON does not begin with one. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The JSON value of a request; null for an empty body, as Nova sees it.
 * @throws ApiError 400 (not JSON, not UTF-8, nested too deeply), 413 (too large), 415 (another media type).
 */
export async function readJson(message: EmulatorRequest): Promise<unknown> {
  const bytes = await readBytes(message, maximumBodyBytes)
  checkMediaType(message)
  if (bytes.byteLength === 0) return null
  try {
    const text = utf8.decode(bytes)
    if (depthOf(text) > maximumDepth) throw badRequest('The request body is nested too deeply.')
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw badRequest('Malformed request body')
  }
}
