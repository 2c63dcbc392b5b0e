import type { MonotonicClock } from '../clock.ts'
import type { SendRequest } from './http-message.ts'
import { originOf } from './origin.ts'
import { RequestRate } from './request-rate.ts'
import { unavailableError } from './unavailable.ts'

/**
 * Spaces the requests to each service that limits their rate (429, or 413 of Nova's legacy API), so that a run takes as long as the
 * limit makes it and no longer. `onLimit` is called whenever a request has to wait.
 */
export function withPacing(send: SendRequest, clock: MonotonicClock, onLimit: () => void): SendRequest {
  const rates = new Map<string, RequestRate>()
  return async (request, signal) => {
    const origin = originOf(request.url)
    const rate = rates.get(origin) ?? new RequestRate()
    rates.set(origin, rate)
    const delayMs = rate.reserve(clock.now())
    if (delayMs > 0) {
      onLimit()
      await clock.sleep(delayMs, signal)
    }
    const sentAt = clock.now()
    const response = await send(request, signal)
    const error = unavailableError(response, request)
    if (error?.kind === 'rate-limited') rate.recordRejected(clock.now(), sentAt, error.retryAfterMs ?? 0)
    else rate.recordAccepted(clock.now())
    return response
  }
}
