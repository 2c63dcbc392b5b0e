import { type MonotonicClock, monotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import { describeRequest, type RawRequest, type RawResponse, type SendRequest } from './http-message.ts'

/** Milliseconds before the second, third, … attempt: a proxy that restarts is back within a few seconds. */
const backoffMs = [250, 750, 2_250]

/** A create is never repeated once it may have been carried out. */
const idempotentMethods = new Set(['GET', 'HEAD', 'DELETE'])

/**
 * The milliseconds that a Retry-After header asks to wait, in seconds or as an HTTP date; undefined when it is invalid.
 */
export function retryAfter(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined || value.length > 64) return undefined
  const text = value.trim()
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Number(text) * 1000
  if (!/^[A-Z][a-z]{2,8}, /.test(text)) return undefined
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** Whether a body is an error of the API: `{"itemNotFound": {"code": 404, "message": "…"}}`. */
function hasErrorEnvelope(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null) return false
    const errors: unknown[] = Object.values(body)
    return errors.some((error) => typeof error === 'object' && error !== null && 'code' in error && 'message' in error)
  } catch {
    return false
  }
}

/** The error for a response that is not the API's own: too many requests, or a gateway that cannot reach the target. */
function gatewayError({ status, text, headers }: RawResponse, request: string): RequestError | undefined {
  const requested = retryAfter(headers['retry-after'])
  const suffix = requested === undefined ? '' : `, Retry-After: ${Math.ceil(requested / 1000)} s`
  const retryAfterMs = requested ?? 0
  if (status === 429)
    return new RequestError(request, 'unavailable', `the target returned 429, too many requests${suffix}`, {
      mayHaveTakenEffect: false,
      retryAfterMs,
    })
  if (![502, 503, 504].includes(status) || hasErrorEnvelope(text)) return undefined
  const reason = `a gateway returned ${status} in place of the target (the body is not an error of the API)${suffix}`
  return new RequestError(request, 'unavailable', reason, { retryAfterMs })
}

async function attempt(
  send: SendRequest,
  request: RawRequest,
  signal: AbortSignal | undefined,
): Promise<RawResponse | RequestError> {
  try {
    const response = await send(request, signal)
    return gatewayError(response, describeRequest(request)) ?? response
  } catch (error) {
    if (error instanceof RequestError) return error
    throw error
  }
}

/** Milliseconds to wait before the next attempt; undefined when the request must not be repeated. */
function retryDelay(
  { mayHaveTakenEffect, retryAfterMs }: RequestError,
  { method, isIdempotent }: RawRequest,
  attempts: number,
): number | undefined {
  const backoff = backoffMs[attempts]
  const isSafe = isIdempotent === true || idempotentMethods.has(method) || !mayHaveTakenEffect
  return backoff === undefined || retryAfterMs === undefined || !isSafe ? undefined : Math.max(backoff, retryAfterMs)
}

/**
 * Repeats requests that may succeed a moment later and are safe to repeat: at most three times, waiting at most
 * `maxWaitMs` milliseconds in total. After retries are exhausted, later requests fail without retries until one
 * succeeds, so that a target that is down is noticed within seconds.
 */
export function withRetry(send: SendRequest, maxWaitMs: number, clock: MonotonicClock = monotonicClock): SendRequest {
  let isExhausted = false
  return async (request, signal) => {
    let waited = 0
    let mayHaveTakenEffect = false
    for (let attempts = 0; ; attempts++) {
      const result = await attempt(send, request, signal)
      if (!(result instanceof RequestError)) {
        isExhausted = false
        return mayHaveTakenEffect ? { ...result, isRepeated: true } : result
      }
      const delay = isExhausted ? undefined : retryDelay(result, request, attempts)
      if (attempts === backoffMs.length) isExhausted = true
      if (delay === undefined || waited + delay > maxWaitMs || signal?.aborted) throw result
      mayHaveTakenEffect ||= result.mayHaveTakenEffect
      waited += delay
      await clock.sleep(delay, signal)
    }
  }
}
