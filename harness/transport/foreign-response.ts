import { STATUS_CODES } from 'node:http'
import { parseJson } from '#contract'
import type { RawRequest, RawResponse } from './http-message.ts'

type Content = Pick<RawResponse, 'headers' | 'text'>

/** Whether the body of a response is an HTML page. Nova calls the empty body of a 202 text/html. */
export const isHtml = ({ headers, text }: Content): boolean =>
  text.trim() !== '' &&
  (/\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(text.slice(0, 200)))

/** Members of an error that tell its form. */
const maxMembers = 10

/** The success statuses of the IANA registry of HTTP status codes. */
const registeredSuccesses = new Set([200, 201, 202, 203, 204, 205, 206, 207, 208, 226])

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Whether a value has the form of an error of OpenStack: an object with an object that has a message. The services differ in its
 * other members; Nova has `code`, Neutron `type`.
 */
const isErrorOfService = (value: unknown): boolean =>
  isObject(value) && Object.values(value).some((member: unknown) => isObject(member) && 'message' in member)

/** Whether a value is what a read returns: an object with a member that is named after the resource. */
const isResultOfRead = (value: unknown): boolean => isObject(value) && Object.keys(value).length > 0

/**
 * What a framework sends where a handler gives it nothing to send: `null` or another literal as JSON, or the reason phrase of the status
 * (Express and Koa: `Accepted`). A gateway may send `OK` for 200, the status of pages.
 */
function isEmptyInWords({ status, headers, text }: RawResponse): boolean {
  if (status !== 200 && text === STATUS_CODES[status]) return true
  const value = parseJson(text)
  const isLiteral = value !== undefined && (typeof value !== 'object' || value === null)
  return isLiteral && /\bjson\b/i.test(headers['content-type'] ?? '')
}

/** Whether a success has the body or the status that no operation of the service gives it. */
function isForeignSuccess({ method }: RawRequest, response: RawResponse): boolean {
  const { status, text, isUtf8 } = response
  if (!isUtf8 || !registeredSuccesses.has(status)) return true
  if (method === 'GET') return !isResultOfRead(parseJson(text))
  return text !== '' && !isObject(parseJson(text)) && !isEmptyInWords(response)
}

/**
 * Whether a rejection depends on the state of a resource: the same request may be accepted a moment later. 400 and 422 are among them
 * for requests that change something.
 */
const isAboutState = ({ method }: RawRequest, { status }: RawResponse): boolean =>
  status === 409 || (method !== 'GET' && (status === 400 || status === 422))

/**
 * Whether the service is unlikely to have sent a success or an error like this: a body that is cut off, in another encoding or empty,
 * a page or a text, an error of another form, a status without a meaning. What a gateway makes of responses now and then looks like
 * that; so does a service that violates the document, but it does so each time.
 */
export function isForeign(request: RawRequest, response: RawResponse): boolean {
  if (request.method === 'HEAD') return false
  if (isHtml(response)) return true
  if (response.status < 300) return isForeignSuccess(request, response)
  // The client sends again what got a server error, as far as that is safe.
  const isServerError = response.status >= 500 && response.status < 600
  if (isServerError || isAboutState(request, response)) return false
  return !response.isUtf8 || !isErrorOfService(parseJson(response.text))
}

/** The form of an error that is no page, without its words: two errors of one sender have the same. Undefined for a page. */
export function formOfError(response: Content): string | undefined {
  if (isHtml(response)) return undefined
  if (response.text === '') return 'empty'
  const value = parseJson(response.text)
  return isObject(value) ? `members ${Object.keys(value).slice(0, maxMembers)}` : typeof value
}

/** How much of a page tells its sender: some pages have more details than others. */
const maxComparedPage = 1_000
const maxElements = 8

/** The first elements of an HTML page, without the text: the pages of one sender have the same for all statuses. */
export const elementsOf = (page: string): string =>
  [...page.slice(0, maxComparedPage).matchAll(/<\/?[a-z]\w*/gi)].slice(0, maxElements).join('')
