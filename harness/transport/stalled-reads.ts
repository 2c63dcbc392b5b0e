import type { RawRequest, RawResponse, SendRequest } from './http-message.ts'
import { requestShape } from './request-shape.ts'

/** The part of its timeout that a read may take until it counts as stalled. */
const stalledPart = 1 / 6
/** Reads that were slow and not stalled, after which others are left to their time: those of one shape, and all. */
const maxSlowOfShape = 2
const maxSlow = 6

/** The reads that were answered after all, before their second attempt was. */
class SlowReads {
  /** Shape → how many. */
  readonly #counts = new Map<string, number>()
  #total = 0

  record(request: RawRequest): void {
    this.#total++
    this.#counts.set(requestShape(request), this.#countLike(request) + 1)
  }

  /** Whether reads like this one take their time. */
  includes(request: RawRequest): boolean {
    return this.#total >= maxSlow || this.#countLike(request) >= maxSlowOfShape
  }

  #countLike(request: RawRequest): number {
    return this.#counts.get(requestShape(request)) ?? 0
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
 * Sends a read a second time, on another connection, when its response does not come for a while. A gateway or a load balancer that
 * has forgotten a connection leaves single requests without a response. Whichever attempt is answered first counts; a read that is
 * never answered fails after its whole time. Where reads turn out to be slow, they are sent once.
 */
export function withSecondAttempt(send: SendRequest, requestTimeoutMs: number): SendRequest {
  const slowReads = new SlowReads()

  async function sendTwice(request: RawRequest, signal: AbortSignal | undefined): Promise<RawResponse> {
    const { timeoutMs = requestTimeoutMs } = request
    const delayMs = timeoutMs * stalledPart
    const { controller, unlink } = linkedTo(signal)
    let timer: NodeJS.Timeout | undefined
    let isRepeated = false
    const second = new Promise<RawResponse>((resolve, reject) => {
      timer = setTimeout(() => {
        if (slowReads.includes(request)) return
        isRepeated = true
        send({ ...request, timeoutMs: timeoutMs - delayMs }, controller.signal).then(resolve, reject)
      }, delayMs)
    })
    try {
      const first = send(request, controller.signal).then(
        (response) => {
          if (isRepeated) slowReads.record(request)
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

  return (request, signal) => (request.method === 'GET' ? sendTwice(request, signal) : send(request, signal))
}
