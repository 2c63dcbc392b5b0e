import { ApiError, BodyTooLarge, badMediaType, badRequest, maximumBodyBytes } from './errors.ts'
import { type EmulatorRequest, isDeclaredLonger } from './request.ts'

/** Deeper nesting is rejected before any code traverses the value. */
const maximumDepth = 200

/** Rejects a body that is too long by its Content-Length. @throws BodyTooLarge */
export function checkDeclaredLength(request: EmulatorRequest): void {
  if (isDeclaredLonger(request, maximumBodyBytes)) throw new BodyTooLarge()
}

const mediaTypes = ['', 'none', 'text/plain', 'application/json', 'application/vnd.openstack.compute+json']

/**
 * Checks the media type: Nova parses a body without a type or of plain text as JSON. It rejects other types, and these
 * in capitals.
 */
function checkMediaType(request: EmulatorRequest): void {
  const type = (request.header('content-type') ?? '').split(';')[0]?.trim() ?? ''
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
 * Returns the bytes of a body; at most `limit` are held in memory.
 * @throws BodyTooLarge, ApiError 400 when it ends early
 */
export async function readBytes(request: EmulatorRequest, limit: number): Promise<Uint8Array> {
  if (isDeclaredLonger(request, limit)) throw new BodyTooLarge(limit)
  try {
    return await request.read(limit)
  } catch (error) {
    if (error instanceof ApiError) throw error
    // The connection is closed, so no client receives this response.
    throw badRequest('The request body ended early.')
  }
}

/** Reads an upload within the limit for every body, and discards it. @throws ApiError 400, 413 */
export async function discardBody(request: EmulatorRequest): Promise<null> {
  await readBytes(request, maximumBodyBytes)
  return null
}

/** `ignoreBOM` keeps a byte order mark in the text, which makes it invalid JSON. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Returns the JSON value of a body; null for an empty one, as in Nova.
 * @throws ApiError 400 (not JSON, not UTF-8, nested too deeply), 413 (too large), 415 (another media type)
 */
export async function readJson(request: EmulatorRequest): Promise<unknown> {
  const bytes = await readBytes(request, maximumBodyBytes)
  checkMediaType(request)
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
