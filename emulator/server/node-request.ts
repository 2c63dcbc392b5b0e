import type { IncomingMessage } from 'node:http'
import { BodyTooLarge } from './errors.ts'
import type { EmulatorRequest } from './request.ts'

/** Thrown for a request target or a host that no URL can be made of; the answer is 400. */
export class BadRequestTarget extends Error {}

/** A path and query that a URL has as they are: nothing to be escaped, no `.` or `..` to be resolved. */
const plainTarget = /^\/[\w!#$&'()*+,\-./:;=?@[\]~]*$/
const dotSegment = /\/\.\.?(?:[/?#]|$)/
const plainHost = /^[a-z0-9._-]+(?::[1-9]\d{3,4})?$/

/**
 * The absolute URL that a request is for. Making one of the usual kind costs no parser.
 * @throws BadTarget
 */
export function urlOf(host: string | undefined, target: string): string {
  if (isAbsolute(target)) return parsed(target)
  if (host === undefined || host === '') throw new BadRequestTarget('no host')
  const url = `http://${host}${target}`
  if (plainHost.test(host)) return plainTarget.test(target) && !dotSegment.test(target) ? url : parsed(url)
  const result = parsed(url)
  // What a parser takes for credentials, or for a part of the path, is no host.
  if (new URL(result).hostname !== withoutPort(host).toLowerCase()) throw new BadRequestTarget('bad host')
  return result
}

const isAbsolute = (target: string) => target.startsWith('http://') || target.startsWith('https://')
const withoutPort = (host: string) => host.replace(/:\d+$/, '')

function parsed(url: string): string {
  // A parser takes a backslash for a slash.
  if (url.split('?', 1)[0]?.includes('\\')) throw new BadRequestTarget('backslash')
  try {
    return new URL(url).href
  } catch {
    throw new BadRequestTarget('no URL')
  }
}

/** A request as Node's HTTP server hands it over. @throws BadTarget */
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

/** By its events: an iterator would close the connection before the refusal of a body is written to it. */
function readAll(incoming: IncomingMessage, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    const settle = (act: () => void) => {
      incoming.off('data', take).off('end', finish).off('error', fail).off('close', breakOff)
      act()
    }
    const take = (chunk: Uint8Array) => {
      length += chunk.byteLength
      if (length <= limit) chunks.push(chunk)
      else settle(() => reject(new BodyTooLarge(limit)))
    }
    const finish = () => settle(() => resolve(Buffer.concat(chunks, length)))
    const fail = (error: Error) => settle(() => reject(error))
    const breakOff = () => fail(new Error('the connection was closed'))
    if (incoming.destroyed && !incoming.readableEnded) return breakOff()
    incoming.on('data', take).on('end', finish).on('error', fail).on('close', breakOff)
  })
}

/** How long a client may go on sending a body that nobody wants any more, in milliseconds. */
const longestRest = 500

/** Lets the rest of a body that was not read go by, so that its sender hears the answer; it must not last. */
export function dismissRest(incoming: IncomingMessage): void {
  if (incoming.complete) return
  incoming.resume()
  const timer = setTimeout(() => incoming.socket.destroy(), longestRest)
  incoming.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer))
}
