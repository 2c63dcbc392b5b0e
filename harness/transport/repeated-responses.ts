import { createHash } from 'node:crypto'
import { type MonotonicClock, monotonicClock } from '../clock.ts'
import type { RawRequest, RawResponse, SendRequest } from './http-message.ts'

/** Milliseconds until a read is sent again that got the response of another request. */
const repeatDelayMs = 250
/** How many reads get such a response again when they are repeated, until that counts as the target's way. */
const requiredConfirmations = 3
/** Ids that are remembered, which bounds the memory of a long run. */
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

/** The responses so far by the id that the service gives each request (nova/api/compute_req_id.py, oslo.middleware request_id). */
class ResponsesById {
  readonly #first = new Map<string, FirstResponse>()

  /** Records a response. Returns whether it is the one that a request with another URL or token got before. */
  isOfOther(request: RawRequest, response: RawResponse): boolean {
    const { headers } = response
    const id = headers['x-compute-request-id'] ?? headers['x-openstack-request-id']
    if (!id) return false
    const current = { request: requestOf(request), content: contentOf(response) }
    const first = this.#first.get(id)
    if (first) return first.content === current.content && first.request !== current.request
    this.#first.set(id, current)
    const [oldest] = this.#first.keys()
    if (this.#first.size > maxIds && oldest !== undefined) this.#first.delete(oldest)
    return false
  }
}

/**
 * Repeats a read that got the response of an earlier request to another URL or with another token: the same request id, status and
 * body. A gateway that loses track of the responses on a connection sends such a one now and then (RFC 9112, section 9.2), and it says
 * nothing about the target. A target that does so each time is believed. `onPassing` is called when a repeat got another response.
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
