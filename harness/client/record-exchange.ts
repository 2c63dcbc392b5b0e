import type { Exchange, OperationId, Phase } from '#model'
import type { Redactor } from '../redaction/redactor.ts'
import type { RawRequest, RawResponse } from '../transport/http-message.ts'

/** Characters kept as evidence: of a body, of the value of a header, of a text in a finding. */
const maxLength = { body: 16_000, header: 1_000, text: 1_000 } as const
/** Headers kept of one response, and characters of a header's name. */
const maxHeaders = 64
const maxHeaderName = 100
/**
 * Characters of a body that are searched for secrets. Of a request it is at least the longest `user_data` that the document allows (64 KB,
 * in base64), so that what follows it is kept.
 */
const maxScanned = { request: 128 * 1024, response: 64 * 1024 } as const
/** Characters beyond the kept ones that are redacted, too, so that a secret at the cut is recognised. */
const margin = 512

/** The first characters of a text, as a copy: V8 keeps the whole string in memory for a slice of it, and evidence lives as long as the run. */
const beginning = (text: string, length: number): string =>
  text.length <= length ? text : Buffer.from(text.slice(0, length), 'utf8').toString('utf8')

const excerpt = (text: string, length: number): string => (text.length <= length ? text : `${beginning(text, length)}…`)

/** The beginning of a text without secrets. */
export const redactedExcerpt = (redactor: Redactor, text: string, length: number = maxLength.text): string =>
  excerpt(redactor.redact(beginning(text, length + margin)), length)

function redactHeaders(redactor: Redactor, headers: Readonly<Record<string, string>>): Record<string, string> {
  const excerpts = Object.entries(headers)
    .slice(0, maxHeaders)
    .map(([name, value]) => [beginning(name, maxHeaderName), beginning(value, maxLength.header + margin)])
  const redacted = Object.entries(redactor.redactHeaders(Object.fromEntries(excerpts)))
  return Object.fromEntries(redacted.map(([name, value]) => [name, beginning(value, maxLength.header)]))
}

/** A URL without secrets. The origin is kept, so that it stays a valid URL. */
export function redactUrl(redactor: Redactor, url: string): string {
  const { origin, pathname, search } = new URL(url)
  return origin + redactor.redact(pathname + search)
}

export interface ExchangeContext {
  /** Unique within the run. */
  readonly index: number
  /** Undefined for requests that are not a documented operation. */
  readonly operation: OperationId | undefined
  readonly phase: Phase
  /** What the evidence shows in place of a token that is not the run's own. */
  readonly shownToken?: string | undefined
}

/** A request and its response as evidence: bounded in size, and without secrets. */
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
    // Secrets are often most of a long one.
    ...(request === undefined ? {} : { requestBody: excerpt(redactor.redact(request), maxLength.body) }),
    status: response.status,
    headers: responseHeaders,
    body: redactedExcerpt(redactor, response.text, maxLength.body),
    ...(response.text.length > maxLength.body ? { cut: true } : {}),
    startedAt: response.startedAt,
    ms: Math.round(response.ms * 10) / 10,
  }
}
