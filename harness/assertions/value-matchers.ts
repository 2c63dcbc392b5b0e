/** Matchers of one value in a response: equality, a predicate, equality apart from some members, and times. */
import { isDeepStrictEqual } from 'node:util'
import {
  countOf,
  describeDifference,
  describeElements,
  describeTimeDistance,
  describeValue,
  elementNoun,
  jsonPreview,
  parseTime,
} from '#contract'
import type { ApiResponse } from '../client/api-response.ts'
import { type Matcher, type Mismatch, requestLine } from './matchers.ts'

/** How many characters of an expectation a sentence shows; a finding shows it in full. */
const maxInline = 80

/** Returns the beginning of a long text, up to the end of a word. */
const shorten = (text: string): string =>
  text.length <= maxInline ? text : `${text.slice(0, maxInline).replace(/[\s,]+\S*$/, '')} …`

/** How many elements of a list a sentence names; a finding shows more of them. */
const maxNamed = 2

/**
 * Returns how the value at a pointer differs from the expected one, for an assertion about several responses. Says which elements a list
 * lacks, which members of an object differ, and how far apart times are.
 */
export function differenceAt(
  response: ApiResponse,
  pointer: string,
  expected: unknown,
  actual: unknown = response.at(pointer),
): Mismatch {
  const { predicate, ...values } = describeDifference(pointer, expected, actual)
  return { message: `${requestLine(response)}: ${pointer} ${predicate}.`, at: pointer, ...values }
}

/** Matches if the value at a pointer deeply equals the expected value. */
export const hasValue =
  (pointer: string, expected: unknown): Matcher =>
  (response) =>
    isDeepStrictEqual(response.at(pointer), expected) ? undefined : differenceAt(response, pointer, expected)

/** Matches if the id at a pointer is the expected one. */
export const hasId =
  (pointer: string, expected: string): Matcher =>
  (response) =>
    response.id(pointer) === expected ? undefined : differenceAt(response, pointer, expected)

/** Matches if the value at a pointer satisfies a predicate; `expected` describes it. */
export const hasValueMatching =
  (pointer: string, expected: string, predicate: (value: unknown) => boolean): Matcher =>
  (response) => {
    const value = response.at(pointer)
    if (predicate(value)) return undefined
    if (Array.isArray(value)) {
      const noun = elementNoun(pointer)
      const text = value.length <= maxNamed ? describeElements(value, noun) : countOf(value.length, noun)
      const message = `${requestLine(response)} returned ${text}; expected ${shorten(expected)}.`
      return { message, at: pointer, expected, actual: describeElements(value, noun) }
    }
    const text = value === undefined ? 'missing' : describeValue(value)
    const message = `${requestLine(response)}: ${pointer} is ${text}; expected ${shorten(expected)}.`
    return { message, at: pointer, expected, actual: jsonPreview(value) }
  }

const withoutMembers = (value: unknown, names: readonly string[]): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
    : value

/** Matches if the object at a pointer deeply equals the expected one, apart from the named members. */
export const equalsExcept =
  (pointer: string, expected: unknown, except: readonly string[]): Matcher =>
  (response) => {
    const [wanted, actual] = [withoutMembers(expected, except), withoutMembers(response.at(pointer), except)]
    return isDeepStrictEqual(actual, wanted) ? undefined : differenceAt(response, pointer, wanted, actual)
  }

/** Bounds of a time in milliseconds since the epoch, both inclusive. */
export interface TimeBounds {
  readonly notBefore?: number
  readonly notAfter?: number
}

/** Matches if the value at a pointer is a time within the bounds. A time without a zone is read as UTC. */
export const isTimeWithin =
  (pointer: string, { notBefore, notAfter }: TimeBounds): Matcher =>
  (response) => {
    const value = response.at(pointer)
    const ms = parseTime(value)
    const isTooEarly = ms !== undefined && notBefore !== undefined && ms < notBefore
    const isTooLate = ms !== undefined && notAfter !== undefined && ms > notAfter
    const bound = isTooEarly ? notBefore : notAfter
    if (ms !== undefined && !isTooEarly && !isTooLate) return undefined
    const predicate =
      ms === undefined || bound === undefined
        ? `is ${describeValue(value)}, not a time`
        : `is ${value}, ${describeTimeDistance(ms, bound)} the ${isTooEarly ? 'earliest' : 'latest'} time it can be`
    const limits = [
      ...(notBefore === undefined ? [] : [`not before ${new Date(notBefore).toISOString()}`]),
      ...(notAfter === undefined ? [] : [`not after ${new Date(notAfter).toISOString()}`]),
    ]
    return {
      message: `${requestLine(response)}: ${pointer} ${predicate}.`,
      at: pointer,
      expected: `a time ${limits.join(' and ')}`,
      actual: jsonPreview(value),
    }
  }
