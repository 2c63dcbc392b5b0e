import type { IncomingHttpHeaders } from 'node:http'

/** Headers about one connection, which a proxy must not forward (RFC 9110, section 7.6.1). */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** A header as it was received, with the case of its name. */
export type RawHeader = readonly [name: string, value: string]

/**
 * Returns the headers of a message in the order in which they were received, without blanks around the values, which are no part of them
 * (RFC 9112, section 5.1). `raw`: names and values, alternating.
 */
export function rawHeaders(raw: unknown): readonly RawHeader[] {
  const texts: readonly unknown[] = Array.isArray(raw) ? raw : []
  return texts.flatMap((name, index) => (index % 2 === 0 ? [[String(name), String(texts[index + 1]).trim()]] : []))
}

/** Returns the names of headers about one connection, in lower case. `connection`: the value of the header `Connection`. */
const droppedNames = (connection: string): ReadonlySet<string> =>
  new Set([...hopByHop, ...connection.split(',').map((name) => name.trim().toLowerCase())])

/** Returns the headers of a message to forward: as received, without those about the connection, and without `others`. */
export function forwardedHeaders(headers: readonly RawHeader[], others: readonly string[] = []): readonly RawHeader[] {
  const dropped = droppedNames(headers.flatMap(([name, value]) => (/^connection$/i.test(name) ? value : [])).join())
  return headers.filter(([name]) => !(dropped.has(name.toLowerCase()) || others.includes(name.toLowerCase())))
}

/** Headers of a request that depend on the connection to the target, or on the rewriting of its responses. */
const replaced = ['host', 'accept-encoding', 'expect']

/** Returns the headers of a request to forward. The HTTP client adds the length itself, except that of a stream, which it cannot know. */
export const forwardedRequestHeaders = (raw: readonly string[], isStream: boolean): readonly RawHeader[] =>
  forwardedHeaders(rawHeaders(raw), isStream ? replaced : [...replaced, 'content-length'])

/** Returns received headers in the form that the contract reads: names in lower case, repeated ones joined with a comma. */
export function joinedRawHeaders(headers: readonly RawHeader[]): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    joined[key] = joined[key] === undefined ? value : `${joined[key]}, ${value}`
  }
  return joined
}

/** Returns headers in the form that the contract reads: repeated ones are joined with a comma. */
export const joinedHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
