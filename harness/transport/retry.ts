import { type MonotonicClock, monotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import type { RawRequest, RawResponse, SendRequest } from './http-message.ts'
import { type OutageState, Outages } from './outages.ts'
import { requestShape } from './request-shape.ts'
import { unavailableError } from './unavailable.ts'

/** How long to wait before the second, third, … attempt, in milliseconds: a proxy restarts within a few seconds. */
const backoffMs = [250, 750, 2_250]
/** How long to wait before later attempts while the target reports a rate limit, in milliseconds. */
const rateLimitBackoffMs = 4_000
/** How long to wait before later attempts during an outage, in milliseconds. */
const outageBackoffMs = 2_000
/** The maximum total wait for a target that reports a rate limit without `Retry-After`, in milliseconds. */
const maxUnannouncedWaitMs = 15_000

/** After this many requests of one shape in a row that failed despite all retries, further ones are sent only once. */
const maxExhaustedRetries = 2

const idempotentMethods = new Set(['GET', 'HEAD', 'PUT', 'DELETE'])

async function attempt(
  send: SendRequest,
  request: RawRequest,
  signal: AbortSignal | undefined,
): Promise<RawResponse | RequestError> {
  try {
    const response = await send(request, signal)
    return unavailableError(response, request) ?? response
  } catch (error) {
    if (error instanceof RequestError) return error
    throw error
  }
}

/** Tells whether the target rejected the request without evaluating it, and may accept it later. */
const isPostponed = ({ kind, mayHaveTakenEffect }: RequestError): boolean =>
  (kind === 'unavailable' && !mayHaveTakenEffect) || kind === 'rate-limited'

/** Tells whether repeating a request is safe even if it was carried out. */
export const isIdempotent = (request: RawRequest): boolean =>
  request.isIdempotent === true || idempotentMethods.has(request.method)

/** Returns how long to wait before the next attempt, in milliseconds; undefined if there are no more. */
function retryDelay(error: RequestError, attempts: number, waited: number, maxWaitMs: number): number | undefined {
  const { retryAfterMs } = error
  if (retryAfterMs === undefined) return undefined
  const backoff = backoffMs[attempts] ?? (isPostponed(error) ? rateLimitBackoffMs : undefined)
  const max = isPostponed(error) && retryAfterMs === 0 ? Math.min(maxUnannouncedWaitMs, maxWaitMs) : maxWaitMs
  const delay = backoff === undefined ? undefined : Math.max(backoff, retryAfterMs)
  return delay === undefined || waited + delay > max ? undefined : delay
}

/** Records which requests have failed despite all retries, so that others like them do not wait as long. */
class ExhaustedRetries {
  /** Shapes of requests that the target always postpones. */
  readonly #postponed = new Set<string>()
  /** Shape → how many requests failed for a whole outage, or while others got a response, so that waiting longer is pointless. */
  readonly #failing = new Map<string, number>()
  #isTargetDown = false

  has(request: RawRequest): boolean {
    return this.#isTargetDown || this.#postponed.has(requestShape(request))
  }

  /** Returns how many requests of the shape have failed since one got a response. */
  failuresLike(request: RawRequest): number {
    return this.#failing.size > 0 ? (this.#failing.get(requestShape(request)) ?? 0) : 0
  }

  /** `wasOutage`: no other request got a response either, for as long as an outage may take. */
  add(request: RawRequest, error: RequestError, wasOutage: boolean): void {
    const shape = requestShape(request)
    this.#failing.set(shape, (this.#failing.get(shape) ?? 0) + 1)
    if (isPostponed(error)) this.#postponed.add(shape)
    if (wasOutage || !isPostponed(error)) this.#isTargetDown = true
  }

  delete(request: RawRequest): void {
    this.#isTargetDown = false
    for (const shapes of [this.#postponed, this.#failing]) if (shapes.size > 0) shapes.delete(requestShape(request))
  }
}

/** The retries of one request. */
class RetrySchedule {
  readonly #maxWaitMs: number
  #waitedMs = 0
  #attempts = 0
  #outageAttempts = 0

  constructor(maxWaitMs: number) {
    this.#maxWaitMs = maxWaitMs
  }

  /** Whether the request was retried because of a problem other than an outage. */
  get hasWaited(): boolean {
    return this.#waitedMs > 0
  }

  /** Tells whether the request was retried during the whole of an outage that is now over its limit. */
  hasOutlasted(outage: OutageState): boolean {
    return outage === 'lasting' && this.#outageAttempts > 0
  }

  /** Returns how long to wait before the next attempt, in milliseconds; undefined if there are no more. */
  nextDelay(error: RequestError, outage: OutageState): number | undefined {
    if (outage === 'passing') return backoffMs[this.#outageAttempts++] ?? outageBackoffMs
    if (this.hasOutlasted(outage)) return undefined
    const delay = retryDelay(error, this.#attempts++, this.#waitedMs, this.#maxWaitMs)
    this.#waitedMs += delay ?? 0
    return delay
  }
}

/**
 * Retries requests that may succeed a moment later and are safe to repeat, with backoff: at most three times, or as long as the target
 * reports a rate limit; waiting at most `maxWaitMs` milliseconds in total. During an outage, while no request gets a response, they are
 * retried until the target counts as gone. After retries are exhausted, later requests fail without retries until one succeeds, so that a
 * target that is down is noticed; while others succeed, this applies only to requests of a shape that failed twice.
 * `respondedUrls`: URLs of services that have responded before.
 */
export function withRetry(
  send: SendRequest,
  maxWaitMs: number,
  clock: MonotonicClock = monotonicClock,
  respondedUrls: readonly string[] = [],
): SendRequest {
  const exhausted = new ExhaustedRetries()
  const outages = new Outages(respondedUrls)
  return async (request, signal) => {
    const schedule = new RetrySchedule(maxWaitMs)
    let failedAt: number | undefined
    let mayHaveTakenEffect = false
    for (;;) {
      const sentAt = clock.now()
      const result = await attempt(send, request, signal)
      if (!(result instanceof RequestError)) {
        outages.recordResponse(request, sentAt)
        exhausted.delete(request)
        return mayHaveTakenEffect ? { ...result, isRepeated: true } : result
      }
      const now = clock.now()
      if (result.kind === 'invalid-response') outages.recordResponse(request, sentAt)
      else if (result.kind !== 'aborted') outages.recordFailure(request, now)
      failedAt ??= now
      const isSafe = isIdempotent(request) || !result.mayHaveTakenEffect
      if (!isSafe || result.retryAfterMs === undefined || signal?.aborted) throw result
      const failures = exhausted.failuresLike(request)
      if (failures >= maxExhaustedRetries && !isPostponed(result)) throw result
      const outage = failures > 0 ? 'none' : outages.stateFor(request, result, failedAt, now)
      if (outage !== 'passing' && exhausted.has(request)) throw result
      const delay = schedule.nextDelay(result, outage)
      if (delay === undefined) {
        const wasOutage = schedule.hasOutlasted(outage)
        if (schedule.hasWaited || wasOutage) exhausted.add(request, result, wasOutage)
        throw result
      }
      mayHaveTakenEffect ||= result.mayHaveTakenEffect
      await clock.sleep(delay, signal)
    }
  }
}
