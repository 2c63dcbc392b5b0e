import type { RawRequest, RawResponse, SendRequest } from './http-message.ts'
import { requestShape } from './request-shape.ts'

/** The fraction of its timeout after which a read counts as stalled. */
const stalledPart = 1 / 6
/** After this many reads that turned out to be slow rather than stalled, no more are hedged: of one request shape, and in total. */
const maxSlowOfShape = 2
const maxSlow = 6

/** Counts the reads that were slow rather than stalled: the first attempt got its response after the second was sent, but before it did. */
class SlowReads {
  /** Request shape → number of slow reads. */
  readonly #counts = new Map<string, number>()
  #total = 0

  record(request: RawRequest): void {
    this.#total++
    this.#counts.set(requestShape(request), this.#countLike(request) + 1)
  }

  /** Tells whether reads like this one are known to be slow. */
  includes(request: RawRequest): boolean {
    return this.#total >= maxSlow || this.#countLike(request) >= maxSlowOfShape
  }

  #countLike(request: RawRequest): number {
    return this.#counts.get(requestShape(request)) ?? 0
  }
}

/** Creates a controller whose signal is also aborted by another signal. */
function linkedTo(signal: AbortSignal | undefined): { readonly controller: AbortController; unlink(): void } {
  const controller = new AbortController()
  const abort = (): void => controller.abort(signal?.reason)
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { once: true })
  return { controller, unlink: () => signal?.removeEventListener('abort', abort) }
}

/**
 * Hedges reads: sends a second attempt on another connection if the response has not arrived after a sixth of the timeout. A gateway or load
 * balancer that has dropped a connection may leave single requests without a response. The first response wins; a read without any response
 * fails after its whole timeout. Once reads turn out to be slow, they are no longer hedged.
 */
export function withHedgedReads(send: SendRequest, requestTimeoutMs: number): SendRequest {
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
