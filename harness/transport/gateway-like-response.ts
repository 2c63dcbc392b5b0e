import type { RawRequest, RawResponse } from './http-message.ts'
import { isIdempotent } from './retry.ts'

const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** Statuses that other code handles: an invalid token, a large request, too many requests, an unavailable service. */
const isOtherwiseHandled = (status: number): boolean => [401, 413, 429, 502, 503, 504].includes(status)

/** Whether the body of a response is an HTML page. Nova calls the empty body of a 202 text/html. */
export const isHtml = ({ headers, text }: Pick<RawResponse, 'headers' | 'text'>): boolean =>
  text.trim() !== '' &&
  (/\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(text.slice(0, 200)))

/** Whether a response is an HTML page with a status that a gateway may give it. */
function isPage(response: RawResponse): boolean {
  const { status } = response
  return (isSuccess(status) || status >= 400) && !isOtherwiseHandled(status) && isHtml(response)
}

/** A redirect leads to a login page or to another form of the URL. 300 and 304 are none. */
const isRedirect = ({ status }: RawResponse): boolean => [301, 302, 303, 307, 308].includes(status)

const withoutSlash = (path: string): string => path.replace(/\/+$/, '')

/** Whether a redirect adds or removes the slash at the end of the path. The router of the target does that, every time. */
function changesSlash({ url }: RawRequest, { headers }: RawResponse): boolean {
  const from = new URL(url)
  const location = headers['location'] ?? ''
  if (!URL.canParse(location, url)) return false
  const to = new URL(location, url)
  return (
    to.origin === from.origin &&
    to.pathname !== from.pathname &&
    withoutSlash(to.pathname) === withoutSlash(from.pathname)
  )
}

/**
 * Whether a gateway may have sent the response in place of the target: an HTML page, a redirect, or a service that is briefly unavailable.
 */
export const isGatewayLike = (request: RawRequest, response: RawResponse): boolean =>
  isRedirect(response)
    ? !changesSlash(request, response)
    : isPage(response) || (response.status === 503 && isIdempotent(request))

/** Whether a request that got a gateway-like response may nevertheless have been carried out. */
export const mayHaveTakenEffect = ({ status }: RawResponse): boolean =>
  isSuccess(status) || status === 303 || (status >= 500 && status !== 503)

/** Whether a page rejects the request. It is unlikely to announce maintenance. */
export const isRejection = ({ status }: RawResponse): boolean => status >= 400 && status < 500

/** A gateway-like response in the words of a message. */
export const describeGatewayLike = (response: RawResponse): string =>
  isRedirect(response) ? `a redirect (${response.status})` : `an HTML page (${response.status})`
