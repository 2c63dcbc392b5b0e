import { isForeign, isHtml } from './foreign-response.ts'
import type { RawRequest, RawResponse } from './http-message.ts'
import { isIdempotent } from './retry.ts'

const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** Statuses that other code handles: an invalid token, a large request, too many requests, an unavailable service. */
const isOtherwiseHandled = (status: number): boolean => [401, 413, 429, 502, 503, 504].includes(status)

/** Tells whether a response is one that the service is unlikely to send, with a status that a gateway may send. */
function isForeignResponse(request: RawRequest, response: RawResponse): boolean {
  const { status } = response
  return (isSuccess(status) || status >= 400) && !isOtherwiseHandled(status) && isForeign(request, response)
}

/** Tells whether a response redirects to another URL, such as that of a login page. 300 and 304 do not. */
const isRedirect = ({ status }: RawResponse): boolean => [301, 302, 303, 307, 308].includes(status)

/**
 * Tells whether a cache responds that the client's copy is valid, although the client sends no conditional requests (RFC 9110, section
 * 13.1).
 */
const isNotModified = ({ method }: RawRequest, { status }: RawResponse): boolean => method === 'GET' && status === 304

const withoutSlash = (path: string): string => path.replace(/\/+$/, '')

/** Tells whether a redirect adds or removes the slash at the end of the path. The router of the target does that, for every request. */
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
 * Tells whether a gateway may have sent the response in place of the target: a redirect, a response that the service is unlikely to send,
 * or a 503.
 */
export const isGatewayLike = (request: RawRequest, response: RawResponse): boolean =>
  isRedirect(response)
    ? !changesSlash(request, response)
    : isForeignResponse(request, response) ||
      isNotModified(request, response) ||
      (response.status === 503 && isIdempotent(request))

/** Tells whether a request that got a gateway-like response may nevertheless have been carried out. */
export const mayHaveTakenEffect = ({ status }: RawResponse): boolean =>
  isSuccess(status) || status === 303 || (status >= 500 && status !== 503)

/** Tells whether a response rejects the request. Such a response is unlikely to announce maintenance. */
export const isRejection = ({ status }: RawResponse): boolean => status >= 400 && status < 500

/**
 * Tells whether a gateway may send the response for several seconds, while the target is restarted. Other gateway-like responses are
 * occasional.
 */
export const mayLast = (response: RawResponse): boolean =>
  isHtml(response) || isRedirect(response) || response.status === 503

/** Describes a gateway-like response for a message. */
export function describeGatewayLike(response: RawResponse): string {
  const { status, text } = response
  if (isRedirect(response)) return `a redirect (${status})`
  if (isHtml(response)) return `an HTML page (${status})`
  return text === '' ? `an empty body (${status})` : `a body in a form that the API does not use (${status})`
}
