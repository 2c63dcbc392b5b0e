import type { Exchange, OperationId, Phase } from '#model'
import type { Redactor } from '../redaction/redactor.ts'
import type { RawRequest, RawResponse } from '../transport/http-message.ts'

/** How many characters are kept as evidence: of a body, of the value of a header, of a text in a finding. */
const maxLength = { body: 16_000, header: 1_000, text: 1_000 } as const
/** How many headers of one response are kept, and how many characters of a header's name. */
const maxHeaders = 64
const maxHeaderName = 100
/**
 * How many characters of a body are searched for secrets. In a request this includes the longest `user_data` that the document allows (64
 * KB, in base64), so that the properties after it are kept.
 */
const maxScanned = { request: 128 * 1024, response: 64 * 1024 } as const
/** How many characters beyond the kept ones are redacted, so that a secret that is cut off is recognized. */
const margin = 512

/**
 * Returns a copy of the first characters of a text: V8 keeps the whole string in memory for a slice of it, and evidence lives as long as
 * the run.
 */
const beginning = (text: string, length: number): string =>
  text.length <= length ? text : Buffer.from(text.slice(0, length), 'utf8').toString('utf8')

const excerpt = (text: string, length: number): string => (text.length <= length ? text : `${beginning(text, length)}…`)

/** Returns the beginning of a text, redacted. */
export const redactedExcerpt = (redactor: Redactor, text: string, length: number = maxLength.text): string =>
  excerpt(redactor.redact(beginning(text, length + margin)), length)

function redactHeaders(redactor: Redactor, headers: Readonly<Record<string, string>>): Record<string, string> {
  const excerpts = Object.entries(headers)
    .slice(0, maxHeaders)
    .map(([name, value]) => [beginning(name, maxHeaderName), beginning(value, maxLength.header + margin)])
  const redacted = Object.entries(redactor.redactHeaders(Object.fromEntries(excerpts)))
  return Object.fromEntries(redacted.map(([name, value]) => [name, beginning(value, maxLength.header)]))
}

/** Redacts a URL. The origin is kept, so that it stays a valid URL. */
export function redactUrl(redactor: Pick<Redactor, 'redact'>, url: string): string {
  const { origin, pathname, search } = new URL(url)
  return origin + redactor.redact(pathname + search)
}

/** The data about an exchange that neither its request nor its response contains. */
export interface ExchangeContext {
  /** Unique within the run. */
  readonly index: number
  /** Undefined for requests that are not a documented operation. */
  readonly operation: OperationId | undefined
  readonly phase: Phase
  /** The text that replaces a token other than the run's own in the evidence. */
  readonly shownToken?: string | undefined
}

/** Returns a request and its response as evidence: bounded in size and redacted. */
export function recordExchange(
  redactor: Redactor,
  { index, operation, phase, shownToken }: ExchangeContext,
  { method, url, headers, body }: RawRequest,
  response: RawResponse,
): Exchange {
  const request = body === undefined ? undefined : beginning(body, maxScanned.request)
  if (request !== undefined) redactor.scan(request)
  redactor.scan(response.text.slice(0, maxScanned.response))
  const responseHeaders = redactHeaders(redactor, response.headers)
  return {
    index,
    ...(operation ? { operation } : {}),
    phase,
    method,
    url: redactUrl(redactor, url),
    requestHeaders: {
      ...redactHeaders(redactor, headers),
      ...(shownToken === undefined ? {} : { 'x-auth-token': shownToken }),
    },
    // A long URL often consists mostly of a secret.
    ...(request === undefined ? {} : { requestBody: excerpt(redactor.redact(request), maxLength.body) }),
    status: response.status,
    headers: responseHeaders,
    body: redactedExcerpt(redactor, response.text, maxLength.body),
    ...(response.text.length > maxLength.body ? { cut: true } : {}),
    startedAt: response.startedAt,
    ms: Math.round(response.ms * 10) / 10,
  }
}
