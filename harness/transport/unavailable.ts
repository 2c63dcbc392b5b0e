import { hasErrorEnvelope, parseJson } from '#contract'
import { RequestError, type RequestErrorKind } from '../errors.ts'
import { describeRequest, type RawRequest, type RawResponse } from './http-message.ts'

/**
 * Returns the wait that a Retry-After header requests, in seconds or as an HTTP date, in milliseconds; undefined if the header is invalid.
 */
export function retryAfter(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined || value.length > 64) return undefined
  const text = value.trim()
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Number(text) * 1000
  if (!/^[A-Z][a-z]{2,8}, /.test(text)) return undefined
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** How many characters of a body are searched for words. */
const maxSearched = 2_000

/** Tells whether a 413 limits the rate of requests, as in Nova's legacy API, and not the quota or the size of the request. */
function isRateLimit({ text, headers }: RawResponse, { method }: RawRequest): boolean {
  const excerpt = text.slice(0, maxSearched)
  if (/quota/i.test(excerpt)) return false
  if (/rate.?limit|too many requests|requests? (can be made|per )|per (second|minute)/i.test(excerpt)) return true
  const isOverLimit = /over ?limit/i.test(excerpt)
  return isOverLimit && (method !== 'POST' || (retryAfter(headers['retry-after']) ?? 0) > 0)
}

interface UnavailableReason {
  readonly kind: RequestErrorKind
  readonly text: string
  /** Whether the request may have been carried out. */
  readonly mayHaveTakenEffect: boolean
}

const rateLimited = (text: string): UnavailableReason => ({ kind: 'rate-limited', text, mayHaveTakenEffect: false })

/** Returns why a response does not show whether the request is valid; undefined if it does. */
function reasonFor(response: RawResponse, request: RawRequest): UnavailableReason | undefined {
  const { status, headers, text } = response
  if (status === 429) return rateLimited('the target returned 429, too many requests')
  if (status === 413 && isRateLimit(response, request))
    return rateLimited('the target returned 413, a limit on the rate of requests')
  if (![502, 503, 504].includes(status)) return undefined
  const isPostponed = status === 503 && retryAfter(headers['retry-after']) !== undefined
  const hasEnvelope = hasErrorEnvelope(parseJson(text))
  if (hasEnvelope && !isPostponed) return undefined
  const sender = hasEnvelope
    ? 'the target returned 503'
    : `a gateway returned ${status} in place of the target (the body is not an API error)`
  return { kind: 'unavailable', text: sender, mayHaveTakenEffect: !isPostponed }
}

/**
 * Returns the error for a response that is not about the request itself: too many requests, a service that asks to try again later, or a
 * gateway that cannot reach the target. Undefined for any other response.
 */
export function unavailableError(response: RawResponse, request: RawRequest): RequestError | undefined {
  const reason = reasonFor(response, request)
  if (reason === undefined) return undefined
  const requested = retryAfter(response.headers['retry-after'])
  const suffix = requested === undefined ? '' : `, Retry-After: ${Math.ceil(requested / 1000)} s`
  return new RequestError(describeRequest(request), reason.kind, `${reason.text}${suffix}`, {
    mayHaveTakenEffect: reason.mayHaveTakenEffect,
    retryAfterMs: requested ?? 0,
  })
}
