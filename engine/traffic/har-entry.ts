import { isUtf8 } from 'node:buffer'
import { parseJson } from '#contract'
import { isHttpUrl, memberOf, numberOf, type RecordedExchange, textOf } from './recorded-exchange.ts'

/**
 * Returns the headers of a HAR entry, names in lower case; repeated ones are joined. HTTP/2 pseudo-headers are left
 * out.
 */
function headersOf(message: unknown): Record<string, string> {
  const list = memberOf(message, 'headers')
  const headers: Record<string, string> = {}
  for (const header of Array.isArray(list) ? list : []) {
    const name = textOf(header, 'name')?.toLowerCase()
    const value = textOf(header, 'value')?.trim()
    if (name === undefined || value === undefined || name.startsWith(':')) continue
    const earlier = headers[name]
    headers[name] = earlier === undefined ? value : `${earlier}, ${value}`
  }
  return headers
}

interface Content {
  readonly text: string
  readonly isUtf8: boolean
}

/** Tells whether a response without a recorded text had no body. A size of -1 means that the recorder did not know it. */
function isEmpty(response: unknown, method: string): boolean {
  const status = numberOf(response, 'status') ?? 0
  if (method === 'HEAD' || status === 204 || status === 304) return true
  const announced = Number(headersOf(response)['content-length'] ?? 0)
  const sizes = [numberOf(memberOf(response, 'content'), 'size'), numberOf(response, 'bodySize')]
  return announced === 0 && !sizes.some((size) => size !== undefined && size > 0) && sizes[0] !== -1
}

/**
 * Tells whether a text is a truncated JSON body, or empty in place of one: recorders have a size limit. Redaction may shorten a text, too.
 */
const isCutOff = (text: string, content: unknown): boolean =>
  Buffer.byteLength(text) < (numberOf(content, 'size') ?? 0) &&
  (text === '' || (/json/i.test(textOf(content, 'mimeType') ?? '') && parseJson(text) === undefined))

/** Returns the body of a response; undefined when the recording left it out. */
function contentOf(response: unknown, method: string): Content | undefined {
  const content = memberOf(response, 'content')
  const text = textOf(content, 'text')
  if (text === undefined) return isEmpty(response, method) ? { text: '', isUtf8: true } : undefined
  if (textOf(content, 'encoding') !== 'base64') return isCutOff(text, content) ? undefined : { text, isUtf8: true }
  const bytes = Buffer.from(text, 'base64')
  return { text: bytes.toString('utf8'), isUtf8: isUtf8(bytes) }
}

/** Returns the number of an exchange in the report from which this tool has written the HAR: `#12 showServer act`. */
function reportIndex(entry: unknown): number | undefined {
  const [, index] = /^#(\d{1,9})\b/.exec(textOf(entry, 'comment') ?? '') ?? []
  return index === undefined ? undefined : Number(index)
}

/**
 * Tells whether a response can be compared. One without any headers was recorded without them. A recorder that does not know what was sent
 * (there is no Host, which every request has) may have left out the condition that a 304 is about: Chromium calls such headers provisional.
 */
function isComparable(request: unknown, response: unknown, status: number): boolean {
  if (status < 100 || Object.keys(headersOf(response)).length === 0) return false
  const list = memberOf(request, 'headers')
  const names = Array.isArray(list) ? list.map((header) => textOf(header, 'name')?.toLowerCase()) : []
  return status !== 304 || names.includes('host') || names.includes(':authority')
}

/** Tells whether the recorder knows no fractions of a second. */
const isCoarse = (entry: unknown): boolean => !/:\d\d\.\d/.test(textOf(entry, 'startedDateTime') ?? '')

/**
 * Returns the latest time at which the request of an entry may have ended. If the recorder stores times in whole seconds, all requests of a
 * second may overlap.
 */
const latestEnd = (entry: unknown, startedAt: number, ms: number): number =>
  startedAt + (isCoarse(entry) ? 1_000 * Math.floor(ms / 1_000) + 999 : ms)

/**
 * Parses an entry of an HTTP Archive (HAR 1.2, `log.entries`), as browsers, mitmproxy and other proxies write it;
 * undefined when it is no exchange over HTTP.
 */
export function parseHarEntry(entry: unknown): RecordedExchange | undefined {
  // Chromium also records responses from its cache, which the target has not sent now.
  if (textOf(entry, '_fromCache') !== undefined) return undefined
  const request = memberOf(entry, 'request')
  const url = textOf(request, 'url')
  const method = textOf(request, 'method')?.toUpperCase()
  const startedAt = Date.parse(textOf(entry, 'startedDateTime') ?? '')
  if (url === undefined || method === undefined || !isHttpUrl(url) || Number.isNaN(startedAt)) return undefined
  const ms = Math.max(0, numberOf(entry, 'time') ?? 0)
  const body = textOf(memberOf(request, 'postData'), 'text')
  const recorded = memberOf(entry, 'response')
  const status = numberOf(recorded, 'status') ?? 0
  const content = contentOf(recorded, method)
  const index = reportIndex(entry)
  return {
    ...(index === undefined ? {} : { index }),
    request: { method, url, headers: headersOf(request), ...(body === undefined ? {} : { body }) },
    startedAt,
    endedAt: latestEnd(entry, startedAt, ms),
    ...(isCoarse(entry) ? { isCoarse: true } : {}),
    response:
      content && isComparable(request, recorded, status)
        ? { status, headers: headersOf(recorded), ...content, startedAt, ms }
        : undefined,
  }
}
