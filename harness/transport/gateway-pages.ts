import { type MonotonicClock, monotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import { describeRequest, type RawRequest, type RawResponse, type SendRequest } from './http-message.ts'
import { requestShape } from './request-shape.ts'
import { isIdempotent } from './retry.ts'

/** Milliseconds until a request is repeated that was answered with a page. */
const repeatDelayMs = 250

const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** Rejections that have a meaning of their own: the token, the size of the request, the rate of requests. */
const isOtherwiseHandled = (status: number): boolean => [401, 413, 429].includes(status)

/** Whether the body of a response is an HTML page. */
export const isHtml = ({ headers, text }: Pick<RawResponse, 'headers' | 'text'>): boolean =>
  /\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(text.slice(0, 200))

/** Whether a response is an HTML page with a status that a gateway may give it. */
function isPage(response: RawResponse): boolean {
  const { status } = response
  const isPossible = isSuccess(status) || (status >= 400 && status < 500 && !isOtherwiseHandled(status))
  return isPossible && isHtml(response)
}

/**
 * Tells the pages of a gateway, such as a login page or "access denied", from those of the target. A request that is answered with
 * a page is repeated once where that is safe: if it gets the same page again, the target itself responds that way to all requests
 * of that shape, which the caller has to see. A create that is answered with a page of success is not repeated. The first one
 * fails; if there is another one of that shape, they come from the target.
 */
export function withoutGatewayPages(send: SendRequest, clock: MonotonicClock = monotonicClock): SendRequest {
  const ownPages = new Set<string>()
  const reported = new Set<string>()
  const keyOf = (request: RawRequest, { status }: RawResponse) => `${requestShape(request)} ${status}`
  return async (request, signal) => {
    const page = await send(request, signal)
    if (!isPage(page)) return page
    const key = keyOf(request, page)
    if (ownPages.has(key)) return page
    if (isIdempotent(request) || !isSuccess(page.status)) {
      await clock.sleep(repeatDelayMs, signal)
      const response = await send(request, signal)
      if (isPage(response)) ownPages.add(keyOf(request, response))
      return isSuccess(page.status) ? { ...response, isRepeated: true } : response
    }
    if (reported.has(key)) {
      ownPages.add(key)
      return page
    }
    reported.add(key)
    const reason = `the response is an HTML page (${page.status}), as a gateway may send it in place of the target`
    throw new RequestError(describeRequest(request), 'unavailable', reason)
  }
}
