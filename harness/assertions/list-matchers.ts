/** Matchers of lists. Their messages give counts and ids, never the JSON of the list. None depends on the order of the elements. */
import { isDeepStrictEqual } from 'node:util'
import { countOf, describeElements, elementNoun, formatNames, identify, jsonPreview, resolvePointer } from '#contract'
import type { ApiResponse } from '../client/api-response.ts'
import { type Matcher, type Mismatch, requestLine } from './matchers.ts'

/** Returns the values of one member of every element of an array: `members(response, 'body/servers', 'id')`. */
export const members = (response: ApiResponse, pointer: string, member: string): unknown[] =>
  response.array(pointer).map((element) => resolvePointer(element, `element/${member}`))

/** Converts an id that is a number to a string: the OpenAPI description covers its type. */
const asId = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value)

const includes = (values: readonly unknown[], value: unknown): boolean =>
  values.some((one) => isDeepStrictEqual(asId(one), asId(value)))

/** Returns the mismatch of a value that must be an array and is not; undefined for an array. */
function notAnArray(response: ApiResponse, pointer: string, expected: string): Mismatch | undefined {
  const value = response.at(pointer)
  if (Array.isArray(value)) return undefined
  return {
    message: `${requestLine(response)}: ${pointer} is ${value === undefined ? 'missing' : 'not an array'}.`,
    at: pointer,
    expected,
    actual: jsonPreview(value),
  }
}

/** Matches if the array at a pointer has an element whose member has this value. */
export const containsItem = (pointer: string, member: string, value: unknown): Matcher =>
  containsItems(pointer, member, [value])

/** Matches if the array at a pointer has, for each of these values, an element whose member has it. */
export const containsItems =
  (pointer: string, member: string, values: readonly unknown[]): Matcher =>
  (response) => {
    const actual = members(response, pointer, member)
    const missing = values.filter((value) => !includes(actual, value))
    if (missing.length === 0) return undefined
    const noun = elementNoun(pointer)
    const expected = describeElements(values, noun)
    const subject = values.length === 1 ? `the ${member} ` : `${missing.length} of ${countOf(values.length, noun)}: `
    return (
      notAnArray(response, pointer, expected) ?? {
        message: `${requestLine(response)} leaves out ${subject}${formatNames(missing.map(identify))}.`,
        at: pointer,
        expected,
        actual: describeElements(actual, noun),
      }
    )
  }

/** Matches if the array at a pointer has exactly one element for each of these values of a member, and no others. */
export const listsExactly =
  (pointer: string, member: string, values: readonly unknown[]): Matcher =>
  (response) =>
    containsItems(pointer, member, values)(response) ??
    listsOnly(pointer, member, values)(response) ??
    hasLength(pointer, values.length)(response)

/** Matches if every element of the array at a pointer has one of these values as the member. */
export const listsOnly =
  (pointer: string, member: string, values: readonly unknown[]): Matcher =>
  (response) => {
    const noun = elementNoun(pointer)
    const expected = values.length === 0 ? `no ${noun}` : `only ${formatNames(values.map(identify))}`
    const actual = members(response, pointer, member)
    const others = actual.filter((value) => !includes(values, value))
    if (others.length === 0) return notAnArray(response, pointer, expected)
    return {
      message: `${requestLine(response)} lists ${countOf(others.length, noun)} too many: ${formatNames(others.map(identify))}.`,
      at: pointer,
      expected,
      actual: describeElements(actual, noun),
    }
  }

/** Matches if there is an array at the pointer, and none of its elements has this value as the member. */
export const lacksItem =
  (pointer: string, member: string, value: unknown): Matcher =>
  (response) => {
    const actual = members(response, pointer, member)
    const expected = `no element with ${member} ${jsonPreview(value)}`
    if (!includes(actual, value)) return notAnArray(response, pointer, expected)
    return {
      message: `${requestLine(response)} lists the ${member} ${identify(value)}.`,
      at: pointer,
      expected,
      actual: describeElements(actual, elementNoun(pointer)),
    }
  }

const hasCount =
  (pointer: string, limit: number, words: string, isValid: (length: number) => boolean): Matcher =>
  (response) => {
    const noun = elementNoun(pointer)
    const expected = `${words}${countOf(limit, noun)}`
    const elements = response.array(pointer)
    const mismatch = notAnArray(response, pointer, expected)
    if (mismatch || isValid(elements.length)) return mismatch
    return {
      message: `${requestLine(response)} returned ${countOf(elements.length, noun)}, not ${words}${limit}.`,
      at: pointer,
      expected,
      actual: describeElements(elements, noun),
    }
  }

/** Matches if the array at a pointer has this number of elements. */
export const hasLength = (pointer: string, length: number): Matcher =>
  hasCount(pointer, length, '', (actual) => actual === length)

/** Matches if the array at a pointer has at most this number of elements. */
export const hasLengthAtMost = (pointer: string, limit: number): Matcher =>
  hasCount(pointer, limit, 'at most ', (actual) => actual <= limit)
