import QuickLRU from 'quick-lru'
import type { ObservedCall, ObservedResponse } from './observation.ts'

/** How old a repeated response has to be to count as out of date, in milliseconds. */
const minAgeMs = 1_000
/** How many request ids are kept, which bounds the memory of a long run. */
const maxIds = 5_000

/** Tells whether a read returns the same in every state of a tenant. */
const isConstant = ({ operation }: ObservedCall): boolean => /Flavor|AvailabilityZone|Version/.test(operation)

/** The request that got a request id first. */
interface FirstRequest {
  readonly read: string
  readonly receivedAt: number
}

/**
 * Detects a cache between client and target. It may say how old a response is (header `Age`, RFC 9111 section 5.1), or returns the id of
 * an earlier request again, until it asks the target once more. A target whose ids repeat for other reasons gives one to different
 * requests, or does not change it.
 */
export class CachedReadDetector {
  readonly #first = new QuickLRU<string, FirstRequest>({ maxSize: maxIds })
  /** The reads whose request ids were returned again. */
  readonly #repeated = new Set<string>()
  #areIdsUnique = true
  #isDetected = false

  /** Records a response. Returns true once: for the response that proves a cache. */
  observe(call: ObservedCall, response: ObservedResponse): boolean {
    const isRead = /^(?:list|show)/.test(call.operation) && call.isAuthorized && response.status === 200
    if (this.#isDetected || !isRead) return false
    this.#isDetected = !isConstant(call) && (response.isFromCache === true || this.#isRenewed(call, response))
    return this.#isDetected
  }

  /** Tells whether the response replaces one that was returned again after `minAgeMs`. */
  #isRenewed(
    { operation, resource, query }: ObservedCall,
    { requestId, sentAt, receivedAt }: ObservedResponse,
  ): boolean {
    if (!requestId || !this.#areIdsUnique) return false
    const read = `${operation} ${resource} ${query}`
    const first = this.#first.get(requestId)
    this.#areIdsUnique = first === undefined || first.read === read
    if (first && sentAt - first.receivedAt >= minAgeMs) this.#repeated.add(read)
    if (first) return false
    this.#first.set(requestId, { read, receivedAt })
    return this.#repeated.has(read)
  }
}
