import type { RawRequest, RawResponse, SendRequest } from './http-message.ts'
import { originOf } from './origin.ts'
import { requestShape } from './request-shape.ts'

/** The part of its timeout that a read may take until it counts as stalled. */
const stalledPart = 1 / 6
/** Reads of a shape that were slow and not stalled, after which those of that shape are left to their time. */
const maxSlowReads = 2

/** Which requests each service has answered, and the shapes of reads that are slow. */
class ServicePace {
  /** Origin → when the newest request was sent that got a response. */
  readonly #sentAt = new Map<string, number>()
  /** Shape → how many reads were answered after all, before the second attempt was. */
  readonly #slow = new Map<string, number>()

  recordResponse({ url }: RawRequest, sentAt: number): void {
    const origin = originOf(url)
    this.#sentAt.set(origin, Math.max(sentAt, this.#sentAt.get(origin) ?? sentAt))
  }

  recordSlow(request: RawRequest): void {
    const shape = requestShape(request)
    this.#slow.set(shape, (this.#slow.get(shape) ?? 0) + 1)
  }

  /** Whether a read is stalled: the service has answered requests that were sent after it, and no such reads are slow. */
  isStalled(request: RawRequest, sentAt: number): boolean {
    const answers = (this.#sentAt.get(originOf(request.url)) ?? sentAt) > sentAt
    return answers && (this.#slow.get(requestShape(request)) ?? 0) < maxSlowReads
  }
}

/** A signal that another one aborts, too. */
function linkedTo(signal: AbortSignal | undefined): { readonly controller: AbortController; unlink(): void } {
  const controller = new AbortController()
  const abort = (): void => controller.abort(signal?.reason)
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { once: true })
  return { controller, unlink: () => signal?.removeEventListener('abort', abort) }
}

/**
 * Sends a read a second time, on another connection, when its response does not come although the target answers later requests. A
 * gateway or a load balancer that has forgotten a connection leaves single requests without a response. Whichever attempt is answered
 * first counts; a read that is never answered fails after its whole time.
 */
export function withSecondAttempt(send: SendRequest, requestTimeoutMs: number): SendRequest {
  const pace = new ServicePace()

  async function sendTwice(request: RawRequest, signal: AbortSignal | undefined): Promise<RawResponse> {
    const { timeoutMs = requestTimeoutMs } = request
    const delayMs = timeoutMs * stalledPart
    const sentAt = performance.now()
    const { controller, unlink } = linkedTo(signal)
    let timer: NodeJS.Timeout | undefined
    let isRepeated = false
    const second = new Promise<RawResponse>((resolve, reject) => {
      timer = setTimeout(() => {
        if (!pace.isStalled(request, sentAt)) return
        isRepeated = true
        send({ ...request, timeoutMs: timeoutMs - delayMs }, controller.signal).then(resolve, reject)
      }, delayMs)
    })
    try {
      const first = send(request, controller.signal).then(
        (response) => {
          if (isRepeated) pace.recordSlow(request)
          return response
        },
        (error: unknown) => {
          if (!isRepeated) throw error
          return second.catch(() => {
            throw error
          })
        },
      )
      return await Promise.race([first, second.catch(() => first)])
    } finally {
      clearTimeout(timer)
      controller.abort()
      unlink()
    }
  }

  return async (request, signal) => {
    const sentAt = performance.now()
    const response = await (request.method === 'GET' ? sendTwice(request, signal) : send(request, signal))
    pace.recordResponse(request, sentAt)
    return response
  }
}
