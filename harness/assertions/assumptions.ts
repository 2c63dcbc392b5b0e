import { InconclusiveError } from '../errors.ts'

/**
 * A precondition of the test that no requirement of it covers.
 * @throws InconclusiveError with the sentence when the condition is false
 */
export function assume(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new InconclusiveError(sentence)
}

/**
 * A value without which the test cannot go on.
 * @throws InconclusiveError with the sentence when the value is undefined
 */
export function assumeDefined<T>(value: T | undefined, sentence: string): T {
  if (value === undefined) throw new InconclusiveError(sentence)
  return value
}
