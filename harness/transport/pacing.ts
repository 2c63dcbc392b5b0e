import type { MonotonicClock } from '../clock.ts'
import type { SendRequest } from './http-message.ts'
import { originOf } from './origin.ts'
import { RequestRate } from './request-rate.ts'
import { requestShape } from './request-shape.ts'
import { unavailableError } from './unavailable.ts'

/** The number of accepted requests of a shape, and of consecutive rejections since the last one. */
interface Acceptance {
  accepted: number
  rejections: number
}

/** A 503 is about the rate if another request was accepted within this time, in milliseconds. */
const limitWindowMs = 1_000

/** Whether rejections are because of the rate. Requests that are rejected more often than they were accepted are not wanted at any rate. */
const isAboutRate = ({ accepted, rejections }: Acceptance): boolean => accepted >= rejections

/** The rate of one service, and measurements of the shapes of requests to it. */
class ServiceRate {
  readonly rate = new RequestRate()
  readonly #acceptance = new Map<string, Acceptance>()

  /** Returns the counts for requests of this shape, to be updated. */
  ofShape(shape: string): Acceptance {
    const acceptance = this.#acceptance.get(shape) ?? { accepted: 0, rejections: 0 }
    this.#acceptance.set(shape, acceptance)
    return acceptance
  }
}

/**
 * Spaces the requests to each service that limits their rate (429, 413 of Nova's legacy API, or 503 of a gateway), so that a run takes as long as the
 * limit makes it and no longer. `onLimit` is called whenever a request has to wait.
 */
export function withPacing(send: SendRequest, clock: MonotonicClock, onLimit: () => void): SendRequest {
  const services = new Map<string, ServiceRate>()
  return async (request, signal) => {
    const origin = originOf(request.url)
    const service = services.get(origin) ?? new ServiceRate()
    services.set(origin, service)
    const { rate } = service
    const delayMs = rate.reserve(clock.now())
    if (delayMs > 0) {
      onLimit()
      await clock.sleep(delayMs, signal)
    }
    const sentAt = clock.now()
    const response = await send(request, signal)
    const error = unavailableError(response, request)
    const acceptance = service.ofShape(requestShape(request))
    // Many gateways reject requests that exceed a rate limit with 503 (nginx by default). During an outage no request is accepted.
    const isLimited =
      error?.kind === 'rate-limited' || (response.status === 503 && rate.hasAcceptedSince(sentAt - limitWindowMs))
    if (isLimited) {
      acceptance.rejections++
      if (isAboutRate(acceptance)) rate.recordRejected(clock.now(), sentAt, error?.retryAfterMs ?? 0)
    } else if (error === undefined) {
      acceptance.accepted++
      acceptance.rejections = 0
      rate.recordAccepted(clock.now())
    }
    return response
  }
}
