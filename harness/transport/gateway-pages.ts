import { type MonotonicClock, monotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import { describeRequest, type RawRequest, type RawResponse, type SendRequest } from './http-message.ts'
import { requestShape } from './request-shape.ts'
import { isIdempotent } from './retry.ts'

/** Milliseconds until a request is repeated that was answered with a page. */
const repeatDelaysMs = [250, 500]

const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** Rejections that have a meaning of their own: the token, the size of the request, the rate of requests. */
const isOtherwiseHandled = (status: number): boolean => [401, 413, 429].includes(status)

/** Whether the body of a response is an HTML page. Nova calls the empty body of a 202 text/html. */
export const isHtml = ({ headers, text }: Pick<RawResponse, 'headers' | 'text'>): boolean =>
  text.trim() !== '' &&
  (/\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(text.slice(0, 200)))

/** Whether a response is an HTML page with a status that a gateway may give it. */
function isPage(response: RawResponse): boolean {
  const { status } = response
  const isPossible = isSuccess(status) || (status >= 400 && status < 500 && !isOtherwiseHandled(status))
  return isPossible && isHtml(response)
}

/** Whether a response may be nobody's answer to the request: a page, or a service that is not available for a moment. */
const isDoubtful = (request: RawRequest, response: RawResponse): boolean =>
  isPage(response) || (response.status === 503 && isIdempotent(request))

/** How often a doubtful response has to be confirmed by its repeats where the target sends other ones, too. */
const requiredConfirmations = 3

/** What is known of the responses to requests of one shape. */
class ResponsesOfShape {
  /** Status of a doubtful response → how often all repeats had it, too. */
  readonly #confirmations = new Map<number, number>()
  /** Statuses of doubtful responses whose repeat was none. */
  readonly #refuted = new Set<number>()
  /** Statuses of pages that were reported as undecided. */
  readonly reported = new Set<number>()
  hasOthers = false

  /** Whether a doubtful response is certainly the target's. */
  isOwn({ status }: RawResponse): boolean {
    const required = this.hasOthers ? requiredConfirmations : 1
    return (this.#confirmations.get(status) ?? 0) >= required && !this.#refuted.has(status)
  }

  confirm({ status }: RawResponse): void {
    this.#confirmations.set(status, (this.#confirmations.get(status) ?? 0) + 1)
  }

  refute({ status }: RawResponse): void {
    this.#refuted.add(status)
    this.hasOthers = true
  }
}

/**
 * Tells the pages of a gateway, such as a login page or "access denied", from those of the target. A request that is answered with
 * a page is repeated where that is safe: if it gets the same page each time, the target itself responds that way, which the caller
 * has to see. A create that is answered with a page of success is not repeated: the first one of its shape fails; if there is
 * another one, they come from the target. A 503 of the API is treated in the same way as a page where repeating is safe.
 */
export function withoutGatewayPages(send: SendRequest, clock: MonotonicClock = monotonicClock): SendRequest {
  const shapes = new Map<string, ResponsesOfShape>()
  const shapeOf = (request: RawRequest): ResponsesOfShape => {
    const key = `${requestShape(request)} ${request.headers['x-auth-token'] ?? ''}`
    const shape = shapes.get(key) ?? new ResponsesOfShape()
    shapes.set(key, shape)
    return shape
  }

  async function repeat(request: RawRequest, page: RawResponse, signal?: AbortSignal): Promise<RawResponse> {
    const statuses = [page.status]
    for (const delay of repeatDelaysMs) {
      await clock.sleep(delay, signal)
      const response = await send(request, signal)
      if (!isDoubtful(request, response)) return response
      statuses.push(response.status)
    }
    if (statuses.every((status) => status === page.status)) return page
    throw new RequestError(
      describeRequest(request),
      'unavailable',
      `pages and errors (${statuses.join(', ')}) that a gateway may send in place of the target`,
    )
  }

  return async (request, signal) => {
    const page = await send(request, signal)
    const shape = shapeOf(request)
    if (!isDoubtful(request, page)) {
      shape.hasOthers = true
      return page
    }
    if (shape.isOwn(page)) return page
    if (isIdempotent(request) || !isSuccess(page.status)) {
      const response = await repeat(request, page, signal)
      if (response === page) {
        shape.confirm(page)
        return page
      }
      shape.refute(page)
      return isSuccess(page.status) ? { ...response, isRepeated: true } : response
    }
    if (shape.reported.has(page.status)) return page
    shape.reported.add(page.status)
    const reason = `the response is an HTML page (${page.status}), as a gateway may send it in place of the target`
    throw new RequestError(describeRequest(request), 'unavailable', reason)
  }
}
