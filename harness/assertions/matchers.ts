import { resolvePointer } from '#contract'
import type { ApiResponse } from '../client/api-response.ts'

/** How a response differs from what was expected. The assertion adds the step, the exchange and the curl command. */
export interface Mismatch {
  /** What happened, in one sentence. */
  readonly message: string
  /** `status`, `headers/<name>`, or a JSON pointer into the response such as `body/server/status`. */
  readonly at: string
  readonly expected: string
  readonly actual: string
}

/** Checks one response; returns the mismatch, or undefined when it matches. Never throws and never waits. */
export type Matcher = (response: ApiResponse) => Mismatch | undefined

/** The tenant after the version, which paths need not have. */
const tenantInPath = /(\/v\d[\d.]*)\/(?!(?:flavors|servers|images|os-[a-z-]+)(?:\/|$))[^/]+\//

/**
 * Returns a request in short, without origin and tenant, with the name of an action: `POST …/action os-stop`, `GET /v2/…/servers?limit=1`.
 */
export const requestLine = ({ exchange }: ApiResponse): string => {
  const { pathname, search } = new URL(exchange.url)
  const [, action] = (pathname.endsWith('/action') && /^\{"([\w-]+)":/.exec(exchange.requestBody ?? '')) || []
  const path = `${pathname.replace(tenantInPath, '$1/…/')}${search}`
  return `${exchange.method} ${path}${action === undefined ? '' : ` ${action}`}`
}

/** Returns the message of an error body in parentheses, to append to a status; an empty text if the body has no message. */
function errorText({ json }: ApiResponse): string {
  const [envelope] = typeof json === 'object' && json !== null ? Object.values(json) : []
  const message = resolvePointer(envelope, 'error/message')
  return typeof message === 'string' ? ` (${message})` : ''
}

const statusMismatch = (response: ApiResponse, predicate: string, expected: string): Mismatch => ({
  message: `${requestLine(response)} ${predicate}.`,
  at: 'status',
  expected,
  actual: `${response.status}${response.isSuccess ? '' : errorText(response)}`,
})

/** Matches any 2xx. */
export const isSuccess: Matcher = (response) =>
  response.isSuccess ? undefined : statusMismatch(response, `returned ${response.status}`, 'a success (2xx)')

/** Matches a success with a JSON object or list as its body, as every documented read has. Other requirements cover its content. */
export const hasReadableBody: Matcher = (response) => {
  const { status, text, json } = response
  if (!response.isSuccess || (typeof json === 'object' && json !== null)) return isSuccess(response)
  const request = requestLine(response)
  return text === ''
    ? {
        message: `${request} returned ${status} without a body.`,
        at: 'body',
        expected: 'a JSON object',
        actual: 'an empty body',
      }
    : {
        message: `${request} returned ${status} with a body that is not a JSON object.`,
        at: 'body',
        expected: 'a JSON object',
        actual: text.slice(0, 200),
      }
}

/** Matches any 4xx: a server error is not a rejection. */
export const isRejected: Matcher = (response) => {
  if (response.status >= 400 && response.status < 500) return undefined
  const predicate = response.isSuccess
    ? `succeeded with ${response.status} but must be rejected`
    : `returned ${response.status}, not a rejection`
  return statusMismatch(response, predicate, 'a rejection (4xx)')
}

/** Matches one of the listed status codes. */
export const hasStatus =
  (...codes: readonly number[]): Matcher =>
  (response) => {
    const expected = codes.join(' or ')
    return codes.includes(response.status)
      ? undefined
      : statusMismatch(response, `returned ${response.status}, not ${expected}`, expected)
  }

/** Matches if all matchers match; the mismatch is that of the first that does not. */
export const allOf =
  (...matchers: readonly Matcher[]): Matcher =>
  (response) => {
    for (const matcher of matchers) {
      const mismatch = matcher(response)
      if (mismatch) return mismatch
    }
    return undefined
  }
