import type { Exchange, OperationId, Phase } from '#model'
import type { Redactor } from '../redaction/redactor.ts'
import type { RawRequest, RawResponse } from '../transport/transport.ts'

/** Characters that are kept as evidence: of a body, of the value of a header, of a sentence or a value in a finding. */
const kept = { body: 8_000, header: 1_000, told: 1_000 } as const
/** Headers of one answer that are kept. */
const mostHeaders = 64
/** Of a body so much is looked through for secrets, to know them where else they turn up. */
const lookedThrough = 64 * 1024
/** So much more than what is kept is looked at before it is cut, so that no half of a secret stays. */
const margin = 512

/** A copy. What V8 cuts out of a string keeps the whole of it in memory, and evidence lives as long as the run. */
const copy = (text: string): string => Buffer.from(text, 'utf8').toString('utf8')

/** The beginning of a text, without secrets. */
export const redactedExcerpt = (redactor: Redactor, text: string, most: number = kept.told): string => {
  const clean = redactor.redact(text.slice(0, most + margin))
  return copy(clean.length <= most ? clean : `${clean.slice(0, most)}…`)
}

function headersOf(redactor: Redactor, headers: Readonly<Record<string, string>>): Record<string, string> {
  const first = Object.entries(headers).slice(0, mostHeaders)
  const short = first.map(([name, value]) => [name.slice(0, 100), value.slice(0, kept.header + margin)])
  const clean = Object.entries(redactor.redactHeaders(Object.fromEntries(short)))
  return Object.fromEntries(clean.map(([name, value]) => [copy(name), copy(value.slice(0, kept.header))]))
}

/** An address without secrets. Origin and slashes stay, so that it remains an address. */
export function redactUrl(redactor: Redactor, url: string): string {
  const { origin, pathname, search } = new URL(url)
  return copy(origin + redactor.redact(pathname + search))
}

export interface Recorded {
  readonly index: number
  readonly operation?: OperationId | undefined
  readonly phase: Phase
}

/** A request and its answer as evidence: bounded, and without secrets. */
export function recordExchange(
  redactor: Redactor,
  { index, operation, phase }: Recorded,
  { method, url, headers, body }: RawRequest,
  response: RawResponse,
): Exchange {
  if (body !== undefined) redactor.scan(body.slice(0, lookedThrough))
  redactor.scan(response.text.slice(0, lookedThrough))
  const received = headersOf(redactor, response.headers)
  return {
    index,
    ...(operation ? { operation } : {}),
    phase,
    method,
    url: redactUrl(redactor, url),
    requestHeaders: headersOf(redactor, headers),
    ...(body === undefined ? {} : { requestBody: redactedExcerpt(redactor, body, kept.body) }),
    status: response.status,
    headers: received,
    body: redactedExcerpt(redactor, response.text, kept.body),
    ...(response.text.length > kept.body ? { cut: true } : {}),
    startedAt: response.startedAt,
    ms: Math.round(response.ms * 10) / 10,
  }
}
