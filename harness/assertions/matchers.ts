import { isDeepStrictEqual } from 'node:util'
import { jsonPreview, resolvePointer } from '#contract'
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

/** `POST /v2/…/servers`, `GET /v2/…/servers?limit=1`: the request in short, without origin and tenant. */
export const requestLine = ({ exchange }: ApiResponse): string => {
  const { pathname, search } = new URL(exchange.url)
  return `${exchange.method} ${pathname.replace(/^(\/v[\d.]+)\/[^/]+\//, '$1/…/')}${search}`
}

/** Characters of an expectation that still fit in the sentence; a finding shows it in full. */
const maxInline = 60

const valueMismatch = (response: ApiResponse, at: string, expected: string, actual: string): Mismatch => ({
  message:
    expected.length <= maxInline
      ? `${requestLine(response)}: ${at} is not ${expected}.`
      : `${requestLine(response)}: ${at} has an unexpected value.`,
  at,
  expected,
  actual,
})

const statusMismatch = (response: ApiResponse, predicate: string, expected: string): Mismatch => ({
  message: `${requestLine(response)} ${predicate}.`,
  at: 'status',
  expected,
  actual: String(response.status),
})

/** Any 2xx. */
export const isSuccess: Matcher = (response) =>
  response.isSuccess ? undefined : statusMismatch(response, 'did not succeed', 'a success (2xx)')

/** Any 4xx: a server error is not a rejection. */
export const isRejected: Matcher = (response) => {
  if (response.status >= 400 && response.status < 500) return undefined
  const predicate = response.isSuccess
    ? 'succeeded but must be rejected'
    : `returned ${response.status}, not a rejection`
  return statusMismatch(response, predicate, 'a rejection (4xx)')
}

/** One of the listed status codes. */
export const hasStatus =
  (...codes: readonly number[]): Matcher =>
  (response) =>
    codes.includes(response.status)
      ? undefined
      : statusMismatch(response, `returned ${response.status}`, codes.join(' or '))

/** The value at a pointer deeply equals the expected value. */
export const hasValue =
  (pointer: string, expected: unknown): Matcher =>
  (response) => {
    const actual = response.at(pointer)
    if (isDeepStrictEqual(actual, expected)) return undefined
    return valueMismatch(response, pointer, jsonPreview(expected), jsonPreview(actual))
  }

/** The value at a pointer satisfies a predicate; `expected` describes it. */
export const hasValueMatching =
  (pointer: string, expected: string, predicate: (value: unknown) => boolean): Matcher =>
  (response) => {
    const actual = response.at(pointer)
    return predicate(actual) ? undefined : valueMismatch(response, pointer, expected, jsonPreview(actual))
  }

/** The values of one member of every element of an array: `members(response, 'body/servers', 'id')`. */
export const members = (response: ApiResponse, pointer: string, member: string): unknown[] =>
  response.array(pointer).map((element) => resolvePointer(element, `element/${member}`))

/** The array at a pointer has an element whose member has this value. */
export const containsItem =
  (pointer: string, member: string, value: unknown): Matcher =>
  (response) => {
    const values = members(response, pointer, member)
    if (values.some((one) => isDeepStrictEqual(one, value))) return undefined
    const element = `an element with ${member} ${jsonPreview(value)}`
    return {
      message: `${requestLine(response)} does not list ${element}.`,
      at: pointer,
      expected: element,
      actual: jsonPreview(values),
    }
  }

/** There is an array at the pointer, and none of its elements has this value as the member. */
export const lacksItem =
  (pointer: string, member: string, value: unknown): Matcher =>
  (response) => {
    const array = response.at(pointer)
    const values = members(response, pointer, member)
    if (Array.isArray(array) && !values.some((one) => isDeepStrictEqual(one, value))) return undefined
    const element = `element with ${member} ${jsonPreview(value)}`
    return {
      message: Array.isArray(array)
        ? `${requestLine(response)} lists an ${element}.`
        : `${requestLine(response)}: ${pointer} is not an array.`,
      at: pointer,
      expected: `no ${element}`,
      actual: jsonPreview(array === undefined ? array : values),
    }
  }

/** All matchers match; the mismatch is that of the first that does not. */
export const allOf =
  (...matchers: readonly Matcher[]): Matcher =>
  (response) => {
    for (const matcher of matchers) {
      const mismatch = matcher(response)
      if (mismatch) return mismatch
    }
    return undefined
  }
