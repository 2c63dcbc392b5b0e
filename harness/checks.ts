import { isDeepStrictEqual } from 'node:util'
import { brief } from '#contract'
import type { Answer } from './answer.ts'
import { follow } from './answer.ts'

/** What is wrong with an answer; the judge adds where in the run it was seen. */
export interface Fault {
  readonly message: string
  readonly at: string
  readonly expected: string
  readonly actual: string
}

/** A check looks at one answer and says what is wrong with it, or nothing. It never throws, never waits, and knows of no test. */
export type Check = (answer: Answer) => Fault | undefined

/** `POST /v2/…/servers`, `GET /v2/…/servers?limit=1`: the tenant is the same throughout a run, the query makes the difference. */
export const title = ({ exchange }: Answer): string => {
  const { pathname, search } = new URL(exchange.url)
  return `${exchange.method} ${pathname.replace(/^(\/v[\d.]+)\/[^/]+\//, '$1/…/')}${search}`
}

/** One sentence where it fits in one; the finding has the rest. */
const differs = (answer: Answer, pointer: string, expected: string): string =>
  expected.length <= 60
    ? `${title(answer)}: ${pointer} is not ${expected}.`
    : `${title(answer)}: ${pointer} is not as it should be.`

const status = (answer: Answer, message: string, expected: string): Fault => ({
  message,
  at: 'status',
  expected,
  actual: String(answer.status),
})

/** Any 2xx. */
export const succeeds: Check = (answer) =>
  answer.succeeded ? undefined : status(answer, `${title(answer)} did not succeed.`, 'a success (2xx)')

/** Any 4xx: a server error is no refusal. */
export const isRefused: Check = (answer) => {
  if (answer.status >= 400 && answer.status < 500) return undefined
  return status(
    answer,
    `${title(answer)} ${answer.succeeded ? 'succeeded where it has to be refused' : 'was not refused properly'}.`,
    'a refusal (4xx)',
  )
}

/** One of the listed status codes. */
export const answersWith =
  (...codes: readonly number[]): Check =>
  (answer) =>
    codes.includes(answer.status)
      ? undefined
      : status(answer, `${title(answer)} answered ${answer.status}.`, codes.join(' or '))

/** The value at a pointer equals what is expected, deeply. */
export const shows =
  (pointer: string, expected: unknown): Check =>
  (answer) => {
    const actual = answer.at(pointer)
    if (isDeepStrictEqual(actual, expected)) return undefined
    return {
      message: differs(answer, pointer, brief(expected)),
      at: pointer,
      expected: brief(expected),
      actual: brief(actual),
    }
  }

/** The value at a pointer fulfils a condition; `expected` says it in words. */
export const showsSuch =
  (pointer: string, expected: string, holds: (value: unknown) => boolean): Check =>
  (answer) => {
    const actual = answer.at(pointer)
    if (holds(actual)) return undefined
    return { message: differs(answer, pointer, expected), at: pointer, expected, actual: brief(actual) }
  }

/** Values of one member of every element of an array: `members(answer, 'body/servers', 'id')`. */
export const members = (answer: Answer, pointer: string, member: string): unknown[] =>
  answer.array(pointer).map((element) => follow(element, `element/${member}`))

/** An array has an element whose member has this value. */
export const lists =
  (pointer: string, member: string, value: unknown): Check =>
  (answer) => {
    const found = members(answer, pointer, member)
    if (found.some((one) => isDeepStrictEqual(one, value))) return undefined
    return {
      message: `${title(answer)} leaves out what it should list.`,
      at: pointer,
      expected: `an element whose ${member} is ${brief(value)}`,
      actual: brief(found),
    }
  }

/** An array has no element whose member has this value. The array itself has to be there. */
export const listsNot =
  (pointer: string, member: string, value: unknown): Check =>
  (answer) => {
    const list = answer.at(pointer)
    const found = members(answer, pointer, member)
    if (Array.isArray(list) && !found.some((one) => isDeepStrictEqual(one, value))) return undefined
    return {
      message: `${title(answer)} lists what it should not.`,
      at: pointer,
      expected: `no element whose ${member} is ${brief(value)}`,
      actual: brief(list === undefined ? list : found),
    }
  }

/** Every one of several checks; the first that is not met speaks. */
export const every =
  (...checks: readonly Check[]): Check =>
  (answer) => {
    for (const check of checks) {
      const fault = check(answer)
      if (fault) return fault
    }
    return undefined
  }
