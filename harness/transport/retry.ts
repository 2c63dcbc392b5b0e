import { setTimeout as sleep } from 'node:timers/promises'
import { RequestError } from './request-error.ts'
import { retryAfter } from './retry-after.ts'
import type { RawRequest, RawResponse, SendRequest } from './transport.ts'

/** Milliseconds before the second, third, … attempt: a proxy that restarts is back within some seconds. */
const backoffMs = [250, 750, 2_250]

/** Methods that do the same when they are done twice. A create is never sent again once it may have been carried out. */
const idempotentMethods = new Set(['GET', 'HEAD', 'DELETE'])

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

const later = (asked: number | undefined): string =>
  asked === undefined ? '' : `, and to come back in ${Math.ceil(asked / 1000)} s`

/** What an answer amounts to that is none of the API: a plea to come later, or a proxy's word for a target that is not there. */
function gatewayError({ status, text, headers }: RawResponse, what: string): RequestError | undefined {
  const asked = retryAfter(headers['retry-after'])
  const againIn = asked ?? 0
  if (status === 429) {
    const reason = `the target answers 429, too many requests${later(asked)}`
    return new RequestError(what, reason, 'busy', { mayHaveActed: false, againIn })
  }
  if (![502, 503, 504].includes(status) || hasErrorEnvelope(text)) return undefined
  const reason = `a proxy answers ${status} in the place of the target (there is no error body of the API)${later(asked)}`
  return new RequestError(what, reason, 'busy', { againIn })
}

async function attempt(
  once: SendRequest,
  request: RawRequest,
  signal: AbortSignal | undefined,
): Promise<RawResponse | RequestError> {
  try {
    const response = await once(request, signal)
    return gatewayError(response, `${request.method} ${request.url}`) ?? response
  } catch (error) {
    if (error instanceof RequestError) return error
    throw error
  }
}

/** How long to wait before the next attempt, or undefined when there is to be none. */
function pauseAfter(failure: RequestError, { method, isIdempotent }: RawRequest, tried: number): number | undefined {
  const usual = backoffMs[tried]
  const isSafe = isIdempotent === true || idempotentMethods.has(method) || !failure.mayHaveTakenEffect
  if (usual === undefined || failure.retryAfterMs === undefined || !isSafe) return undefined
  return Math.max(usual, failure.retryAfterMs)
}

/** Waits so many milliseconds, or until there is no use in waiting any more. Never throws. */
export type Pause = (ms: number, signal: AbortSignal | undefined) => Promise<void>

const sleepQuietly: Pause = (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined)

/**
 * A sender that tries again what may go well a moment later and does no harm twice: a few times, for as long as it is asked to
 * wait, and within `patience` milliseconds of waiting. Who has waited in vain does not wait again before something answers:
 * a target that is gone is given up in seconds. What comes to nothing in the end is thrown as Unanswered.
 */
export function withRetry(once: SendRequest, patience: number, pause: Pause = sleepQuietly): SendRequest {
  let isHopeless = false
  return async (request, signal) => {
    let waited = 0
    let mayHaveActed = false
    for (let tried = 0; ; tried++) {
      const result = await attempt(once, request, signal)
      if (!(result instanceof RequestError)) {
        isHopeless = false
        return mayHaveActed ? { ...result, isRepeated: true } : result
      }
      const wait = isHopeless ? undefined : pauseAfter(result, request, tried)
      if (tried === backoffMs.length) isHopeless = true
      if (wait === undefined || waited + wait > patience || signal?.aborted) throw result
      mayHaveActed ||= result.mayHaveTakenEffect
      waited += wait
      await pause(wait, signal)
    }
  }
}
