import { isDeepStrictEqual } from 'node:util'
import { jsonPreview } from '#contract'
import type { ApiResponse } from '../client/api-response.ts'
import { resolvePointer } from '../client/api-response.ts'

/** What is wrong with an answer; the judge adds where in the run it was seen. */
export interface Mismatch {
  readonly message: string
  readonly at: string
  readonly expected: string
  readonly actual: string
}

/** A check looks at one answer and says what is wrong with it, or nothing. It never throws, never waits, and knows of no test. */
export type Matcher = (response: ApiResponse) => Mismatch | undefined

/** `POST /v2/…/servers`, `GET /v2/…/servers?limit=1`: the tenant is the same throughout a run, the query makes the difference. */
export const requestLine = ({ exchange }: ApiResponse): string => {
  const { pathname, search } = new URL(exchange.url)
  return `${exchange.method} ${pathname.replace(/^(\/v[\d.]+)\/[^/]+\//, '$1/…/')}${search}`
}

/** One sentence where it fits in one; the finding has the rest. */
const differs = (response: ApiResponse, pointer: string, expected: string): string =>
  expected.length <= 60
    ? `${requestLine(response)}: ${pointer} is not ${expected}.`
    : `${requestLine(response)}: ${pointer} is not as it should be.`

const status = (response: ApiResponse, message: string, expected: string): Mismatch => ({
  message,
  at: 'status',
  expected,
  actual: String(response.status),
})

/** Any 2xx. */
export const isSuccess: Matcher = (response) =>
  response.isSuccess ? undefined : status(response, `${requestLine(response)} did not succeed.`, 'a success (2xx)')

/** Any 4xx: a server error is no refusal. */
export const isRejected: Matcher = (response) => {
  if (response.status >= 400 && response.status < 500) return undefined
  return status(
    response,
    `${requestLine(response)} ${response.isSuccess ? 'succeeded where it has to be refused' : 'was not refused properly'}.`,
    'a refusal (4xx)',
  )
}

/** One of the listed status codes. */
export const hasStatus =
  (...codes: readonly number[]): Matcher =>
  (response) =>
    codes.includes(response.status)
      ? undefined
      : status(response, `${requestLine(response)} answered ${response.status}.`, codes.join(' or '))

/** The value at a pointer equals what is expected, deeply. */
export const hasValue =
  (pointer: string, expected: unknown): Matcher =>
  (response) => {
    const actual = response.at(pointer)
    if (isDeepStrictEqual(actual, expected)) return undefined
    return {
      message: differs(response, pointer, jsonPreview(expected)),
      at: pointer,
      expected: jsonPreview(expected),
      actual: jsonPreview(actual),
    }
  }

/** The value at a pointer fulfils a condition; `expected` says it in words. */
export const hasValueMatching =
  (pointer: string, expected: string, holds: (value: unknown) => boolean): Matcher =>
  (response) => {
    const actual = response.at(pointer)
    if (holds(actual)) return undefined
    return { message: differs(response, pointer, expected), at: pointer, expected, actual: jsonPreview(actual) }
  }

/** Values of one member of every element of an array: `members(answer, 'body/servers', 'id')`. */
export const members = (response: ApiResponse, pointer: string, member: string): unknown[] =>
  response.array(pointer).map((element) => resolvePointer(element, `element/${member}`))

/** An array has an element whose member has this value. */
export const containsItem =
  (pointer: string, member: string, value: unknown): Matcher =>
  (response) => {
    const found = members(response, pointer, member)
    if (found.some((one) => isDeepStrictEqual(one, value))) return undefined
    return {
      message: `${requestLine(response)} leaves out what it should list.`,
      at: pointer,
      expected: `an element whose ${member} is ${jsonPreview(value)}`,
      actual: jsonPreview(found),
    }
  }

/** An array has no element whose member has this value. The array itself has to be there. */
export const lacksItem =
  (pointer: string, member: string, value: unknown): Matcher =>
  (response) => {
    const list = response.at(pointer)
    const found = members(response, pointer, member)
    if (Array.isArray(list) && !found.some((one) => isDeepStrictEqual(one, value))) return undefined
    return {
      message: `${requestLine(response)} lists what it should not.`,
      at: pointer,
      expected: `no element whose ${member} is ${jsonPreview(value)}`,
      actual: jsonPreview(list === undefined ? list : found),
    }
  }

/** Every one of several checks; the first that is not met speaks. */
export const allOf =
  (...checks: readonly Matcher[]): Matcher =>
  (response) => {
    for (const check of checks) {
      const fault = check(response)
      if (fault) return fault
    }
    return undefined
  }
