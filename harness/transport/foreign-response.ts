import { STATUS_CODES } from 'node:http'
import { isObject, parseJson } from '#contract'
import type { RawRequest, RawResponse } from './http-message.ts'

type Content = Pick<RawResponse, 'headers' | 'text'>

/** How many members of an error are compared. */
const maxMembers = 10

/** The success statuses of the IANA registry of HTTP status codes. */
const registeredSuccesses = new Set([200, 201, 202, 203, 204, 205, 206, 207, 208, 226])

/**
 * Tells whether the body of a response is an HTML page. Nova sends the content type text/html with the empty body of a 202, and
 * frameworks whose default it is send it with JSON.
 */
export const isHtml = ({ headers, text }: Content): boolean =>
  /^\s*<(!doctype html|html)\b/i.test(text.slice(0, 200)) ||
  (/\bhtml\b/i.test(headers['content-type'] ?? '') && text.trim() !== '' && !isObject(parseJson(text)))

/**
 * Tells whether a value has the form of an OpenStack error: an object that contains an object with a message. The other members differ
 * between services: Nova has `code`, Neutron `type`.
 */
const isErrorOfService = (value: unknown): boolean =>
  isObject(value) && Object.values(value).some((member: unknown) => isObject(member) && 'message' in member)

/** Tells whether a value may be the result of a read: an object with at least one member. */
const isResultOfRead = (value: unknown): boolean => isObject(value) && Object.keys(value).length > 0

/**
 * Tells whether the body is the one that a framework sends for a handler without a result: `null` or another literal as JSON, or the reason
 * phrase of the status (`Accepted` in Express and Koa). `OK` for 200 does not count, because a gateway may send it.
 */
function isEmptyInWords({ status, headers, text }: RawResponse): boolean {
  if (status !== 200 && text === STATUS_CODES[status]) return true
  const value = parseJson(text)
  const isLiteral = value !== undefined && (typeof value !== 'object' || value === null)
  return isLiteral && /\bjson\b/i.test(headers['content-type'] ?? '')
}

/** Tells whether a success has a body or status that no operation of the service returns. */
function isForeignSuccess({ method }: RawRequest, response: RawResponse): boolean {
  const { status, text, isUtf8 } = response
  if (!isUtf8 || !registeredSuccesses.has(status)) return true
  if (method === 'GET') return !isResultOfRead(parseJson(text))
  return text !== '' && !isObject(parseJson(text)) && !isEmptyInWords(response)
}

/**
 * Tells whether a rejection may depend on the state of a resource, so that the same request may be accepted a moment later. This includes
 * 400 and 422 for requests that change something.
 */
const isAboutState = ({ method }: RawRequest, { status }: RawResponse): boolean =>
  status === 409 || (method !== 'GET' && (status === 400 || status === 422))

/**
 * Tells whether a response is one that the service is unlikely to send: its body is truncated, in another encoding, empty, an HTML page,
 * plain text, or an error in another form, or its status is not registered. A gateway may occasionally turn responses into such ones. A
 * service that violates the document sends them, too, but every time.
 */
export function isForeign(request: RawRequest, response: RawResponse): boolean {
  if (request.method === 'HEAD') return false
  if (isHtml(response)) return true
  if (response.status < 300) return isForeignSuccess(request, response)
  // The client repeats requests that got a server error, if that is safe.
  const isServerError = response.status >= 500 && response.status < 600
  if (isServerError || isAboutState(request, response)) return false
  return !response.isUtf8 || !isErrorOfService(parseJson(response.text))
}

/** Returns the form of an error without its text, which is the same for all errors of one sender; undefined for an HTML page. */
export function formOfError(response: Content): string | undefined {
  if (isHtml(response)) return undefined
  if (response.text === '') return 'empty'
  const value = parseJson(response.text)
  return isObject(value) ? `members ${Object.keys(value).slice(0, maxMembers)}` : typeof value
}

/** How much of a page is compared: some pages of a sender have more details than others. */
const maxComparedPage = 1_000
const maxElements = 8

/** Returns the first elements of an HTML page without their text, which are the same for all pages of one sender. */
export const elementsOf = (page: string): string =>
  [...page.slice(0, maxComparedPage).matchAll(/<\/?[a-z]\w*/gi)].slice(0, maxElements).join('')
