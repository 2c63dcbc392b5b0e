import { isForeign, isHtml } from './foreign-response.ts'
import type { RawRequest, RawResponse } from './http-message.ts'
import { isIdempotent } from './retry.ts'

const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** Statuses that other code handles: an invalid token, a large request, too many requests, an unavailable service. */
const isOtherwiseHandled = (status: number): boolean => [401, 413, 429, 502, 503, 504].includes(status)

/** Whether a response is one that the service is unlikely to send, with a status that a gateway may give it. */
function isForeignResponse(request: RawRequest, response: RawResponse): boolean {
  const { status } = response
  return (isSuccess(status) || status >= 400) && !isOtherwiseHandled(status) && isForeign(request, response)
}

/** A redirect leads to a login page or to another form of the URL. 300 and 304 are none. */
const isRedirect = ({ status }: RawResponse): boolean => [301, 302, 303, 307, 308].includes(status)

/** Whether a cache says that a copy is valid that the client does not have: it sends no conditional requests (RFC 9110, section 13.1). */
const isNotModified = ({ method }: RawRequest, { status }: RawResponse): boolean => method === 'GET' && status === 304

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
 * Whether a gateway may have sent the response in place of the target: a redirect, a response that the service is unlikely to send, or
 * a service that is briefly unavailable.
 */
export const isGatewayLike = (request: RawRequest, response: RawResponse): boolean =>
  isRedirect(response)
    ? !changesSlash(request, response)
    : isForeignResponse(request, response) ||
      isNotModified(request, response) ||
      (response.status === 503 && isIdempotent(request))

/** Whether a request that got a gateway-like response may nevertheless have been carried out. */
export const mayHaveTakenEffect = ({ status }: RawResponse): boolean =>
  isSuccess(status) || status === 303 || (status >= 500 && status !== 503)

/** Whether a page rejects the request. It is unlikely to announce maintenance. */
export const isRejection = ({ status }: RawResponse): boolean => status >= 400 && status < 500

/** Whether a gateway may send the response for seconds, while the target is restarted. It sends others now and then, if at all. */
export const mayLast = (response: RawResponse): boolean =>
  isHtml(response) || isRedirect(response) || response.status === 503

/** A gateway-like response in the words of a message. */
export function describeGatewayLike(response: RawResponse): string {
  const { status, text } = response
  if (isRedirect(response)) return `a redirect (${status})`
  if (isHtml(response)) return `an HTML page (${status})`
  return text === '' ? `an empty body (${status})` : `a body of another form than those of the API (${status})`
}
