import type { RequirementId } from '#model'
import { InconclusiveError } from '../errors.ts'

/**
 * Requires a precondition that none of the test's requirements covers. `blockedBy`: the requirement that the target violates if the
 * condition does not hold; the report names it as the cause.
 * @throws InconclusiveError with the sentence when the condition is false
 */
export function assume(condition: boolean, sentence: string, blockedBy?: RequirementId): asserts condition {
  if (!condition) throw new InconclusiveError(sentence, { blockedBy })
}

/**
 * Requires a value without which the test cannot continue. `blockedBy` as for `assume`.
 * @throws InconclusiveError with the sentence when the value is undefined
 */
export function assumeDefined<T>(value: T | undefined, sentence: string, blockedBy?: RequirementId): T {
  if (value === undefined) throw new InconclusiveError(sentence, { blockedBy })
  return value
}
