import { createHash } from 'node:crypto'
import QuickLRU from 'quick-lru'
import { type MonotonicClock, monotonicClock } from '../clock.ts'
import type { RawRequest, RawResponse, SendRequest } from './http-message.ts'

/** How long to wait before a read that got the response of another request is repeated, in milliseconds. */
const repeatDelayMs = 250
/** After this many reads whose repeat got such a response, too, the responses count as the target's. */
const requiredConfirmations = 3
/** How many ids are remembered, which bounds the memory of a long run. */
const maxIds = 5_000

/** The first response with a request id. */
interface FirstResponse {
  /** URL and token of the request. */
  readonly request: string
  /** Hash of status and body. */
  readonly content: string
}

const requestOf = ({ url, headers }: RawRequest): string => `${url} ${headers['x-auth-token'] ?? ''}`

const contentOf = ({ status, text }: RawResponse): string =>
  createHash('sha1').update(`${status} ${text}`).digest('base64')

/** The responses so far by their request id (nova/api/compute_req_id.py, oslo.middleware request_id). */
class ResponsesById {
  readonly #first = new QuickLRU<string, FirstResponse>({ maxSize: maxIds })

  /** Records a response. Returns whether a request with another URL or token got the same response before. */
  isOfOther(request: RawRequest, response: RawResponse): boolean {
    const { headers } = response
    const id = headers['x-compute-request-id'] ?? headers['x-openstack-request-id']
    if (!id) return false
    const current = { request: requestOf(request), content: contentOf(response) }
    const first = this.#first.get(id)
    if (first) return first.content === current.content && first.request !== current.request
    this.#first.set(id, current)
    return false
  }
}

/**
 * Repeats a read that got the response of an earlier request to another URL or with another token: the same request id, status and body. A
 * gateway that confuses the responses on a connection sends such responses occasionally (RFC 9112, section 9.2); they say nothing about the
 * target. If repeats get such responses, too, they are the target's. `onPassing` is called when a repeat got a different response.
 */
export function withoutRepeatedResponses(
  send: SendRequest,
  clock: MonotonicClock = monotonicClock,
  onPassing: () => void = () => undefined,
): SendRequest {
  const responses = new ResponsesById()
  let confirmations = 0
  return async (request, signal) => {
    const response = await send(request, signal)
    if (!responses.isOfOther(request, response)) return response
    if (request.method !== 'GET' || confirmations >= requiredConfirmations) return response
    await clock.sleep(repeatDelayMs, signal)
    const second = await send(request, signal)
    if (responses.isOfOther(request, second)) {
      confirmations++
      return response
    }
    onPassing()
    return second
  }
}
