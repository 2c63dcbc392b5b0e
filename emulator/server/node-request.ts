import type { IncomingMessage } from 'node:http'
import { BodyTooLarge } from './errors.ts'
import type { EmulatorRequest } from './request.ts'

/** Thrown for a request target or a Host header that does not form a URL; the response is 400. */
export class BadRequestTarget extends Error {
  override readonly name = 'BadRequestTarget'
}

/** A path and query that a URL parser would not change: nothing to escape, and no `.` or `..` to resolve. */
const plainTarget = /^\/[\w!#$&'()*+,\-./:;=?@[\]~]*$/
const dotSegment = /\/\.\.?(?:[/?#]|$)/
const plainHost = /^[a-z0-9._-]+(?::[1-9]\d{3,4})?$/

/**
 * Returns the absolute URL of a request. The usual ones are built without a parser.
 * @throws BadRequestTarget
 */
function urlOf(host: string | undefined, target: string): string {
  if (isAbsolute(target)) return parseUrl(target)
  if (host === undefined || host === '') throw new BadRequestTarget('no host')
  const url = `http://${host}${target}`
  if (plainHost.test(host)) return plainTarget.test(target) && !dotSegment.test(target) ? url : parseUrl(url)
  const parsedUrl = parseUrl(url)
  // A host such as `user@name` or `name/path` is one that the parser reads as something else.
  if (new URL(parsedUrl).hostname !== withoutPort(host).toLowerCase()) throw new BadRequestTarget('bad host')
  return parsedUrl
}

const isAbsolute = (target: string) => target.startsWith('http://') || target.startsWith('https://')
const withoutPort = (host: string) => host.replace(/:\d+$/, '')

function parseUrl(url: string): string {
  // The parser would replace a backslash by a slash.
  if (url.split('?', 1)[0]?.includes('\\')) throw new BadRequestTarget('backslash')
  try {
    return new URL(url).href
  } catch (cause) {
    throw new BadRequestTarget('not a URL', { cause })
  }
}

/** Returns a request from Node's HTTP server. @throws BadRequestTarget */
export function fromNode(incoming: IncomingMessage): EmulatorRequest {
  const { headers } = incoming
  const target = incoming.url ?? ''
  if (!target.startsWith('/') && !isAbsolute(target)) throw new BadRequestTarget('no path')
  let bytes: Promise<Uint8Array> | undefined
  return {
    method: incoming.method ?? '',
    url: urlOf(headers.host, target),
    header: (name) => {
      const value = Object.hasOwn(headers, name) ? headers[name] : undefined
      return typeof value === 'string' ? value : value?.join(', ')
    },
    read: (limit) => {
      bytes ??= readAll(incoming, limit)
      return bytes
    },
  }
}

/** Uses events: an async iterator would close the connection before a 413 response is sent. */
function readAll(incoming: IncomingMessage, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    const settle = (action: () => void) => {
      incoming.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose)
      action()
    }
    const onData = (chunk: Uint8Array) => {
      length += chunk.byteLength
      if (length <= limit) chunks.push(chunk)
      else settle(() => reject(new BodyTooLarge(limit)))
    }
    const onEnd = () => settle(() => resolve(Buffer.concat(chunks, length)))
    const onError = (error: Error) => settle(() => reject(error))
    const onClose = () => onError(new Error('the connection was closed'))
    if (incoming.destroyed && !incoming.readableEnded) return onClose()
    incoming.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose)
  })
}

/** How long a client may continue to send a body after the response, in milliseconds. */
const drainTimeout = 500

/** Discards the unread rest of a body so that the client can read the response; closes the connection after a timeout. */
export function drain(incoming: IncomingMessage): void {
  if (incoming.complete) return
  incoming.resume()
  const timer = setTimeout(() => incoming.socket.destroy(), drainTimeout)
  incoming.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer))
}
