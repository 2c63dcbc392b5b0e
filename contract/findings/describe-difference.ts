import { isDeepStrictEqual } from 'node:util'
import { jsonPreview } from '../spec/json-preview.ts'
import { describeTimeDistance, parseTime } from './describe-time.ts'
import { countOf, describeElements, describeValue, elementNoun, formatNames, identify } from './describe-value.ts'

/** How a value differs from the expected one. */
export interface ValueDifference {
  /** Completes a sentence that begins with the place of the value: `is 5, not 6`, `has 12 flavors, not 1`. */
  readonly predicate: string
  readonly expected: string
  readonly actual: string
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Describes how a value differs from the expected one, as short as it can be understood: lists by count and ids, objects by the
 * members that differ, times by their distance. `pointer`: where the value is; its last key names the elements of a list.
 */
export function describeDifference(pointer: string, expected: unknown, actual: unknown): ValueDifference {
  const values = { expected: jsonPreview(expected), actual: jsonPreview(actual) }
  if (actual === undefined) return { predicate: 'is missing', ...values }
  if (expected === undefined) return { predicate: `is ${describeValue(actual)}, and must be absent`, ...values }
  if (Array.isArray(expected) && Array.isArray(actual)) return listDifference(elementNoun(pointer), expected, actual)
  if (isObject(expected) && isObject(actual)) return objectDifference(expected, actual)
  return { predicate: scalarPredicate(expected, actual), ...values }
}

function scalarPredicate(expected: unknown, actual: unknown): string {
  const [expectedMs, actualMs] = [parseTime(expected), parseTime(actual)]
  if (expectedMs !== undefined && actualMs !== undefined && expectedMs !== actualMs)
    return `is ${actual}, ${describeTimeDistance(actualMs, expectedMs)} ${expected}`
  const [expectedText, actualText] = [describeValue(expected), describeValue(actual)]
  if (expectedText !== actualText || typeof expected !== 'string' || typeof actual !== 'string')
    return `is ${actualText}, not ${expectedText}`
  const position = [...expected].findIndex((character, index) => character !== [...actual][index])
  return `differs from the expected text at character ${position + 1}`
}

/** Returns the members of one list that another lacks; a repeated one counts as often as it occurs. */
export function without<T>(list: readonly T[], other: readonly T[]): readonly T[] {
  const remaining = [...other]
  return list.filter((item) => {
    const position = remaining.indexOf(item)
    if (position < 0) return true
    remaining.splice(position, 1)
    return false
  })
}

function listDifference(noun: string, expected: readonly unknown[], actual: readonly unknown[]): ValueDifference {
  const [expectedNames, actualNames] = [expected.map(identify), actual.map(identify)]
  const missing = without(expectedNames, actualNames)
  const additional = without(actualNames, expectedNames)
  const parts = [
    ...(expected.length === actual.length ? [] : [`has ${countOf(actual.length, noun)}, not ${expected.length}`]),
    ...(missing.length > 0 && actual.length > 0 ? [`lacks ${formatNames(missing)}`] : []),
    ...(additional.length > 0 && expected.length > 0 ? [`has ${formatNames(additional)} in addition`] : []),
  ]
  if (parts.length > 0)
    return {
      predicate: parts.join('; '),
      expected: describeElements(expected, noun),
      actual: describeElements(actual, noun),
    }
  const values = { expected: jsonPreview(expected), actual: jsonPreview(actual) }
  if (!isDeepStrictEqual(expectedNames, actualNames))
    return { predicate: `has its ${noun} in another order`, ...values }
  const index = expected.findIndex((element, position) => !isDeepStrictEqual(element, actual[position]))
  const { predicate, ...elements } = describeDifference(noun, expected[index], actual[index])
  return { predicate: `has another ${identify(expected[index])}: it ${predicate}`, ...elements }
}

function objectDifference(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): ValueDifference {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].filter(
    (name) => !isDeepStrictEqual(expected[name], actual[name]),
  )
  const describe = (name: string): string => {
    if (!Object.hasOwn(actual, name)) return `${name} (missing)`
    if (!Object.hasOwn(expected, name)) return `${name} (unexpected)`
    return `${name} (${describeValue(actual[name])}, not ${describeValue(expected[name])})`
  }
  const select = (value: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]]))
  const listed = names.slice(0, 3).map(describe)
  const others = names.length - listed.length
  return {
    predicate: `differs in ${listed.join(', ')}${others > 0 ? ` and ${others} more` : ''}`,
    expected: jsonPreview(select(expected)),
    actual: jsonPreview(select(actual)),
  }
}
