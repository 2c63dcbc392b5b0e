import { type AppliedProfile, type Requirement, sourceIn } from '#contract'
import type { AssertionResult, Finding } from '#model'

/**
 * Returns findings about interpretations that the profile does not accept, although the document allows them for a
 * contested statement.
 */
export function rejectedInterpretations(
  assertions: readonly AssertionResult[],
  profile: AppliedProfile,
  accepted: readonly string[],
): readonly Finding[] {
  const followed = new Map<string, AssertionResult>()
  for (const assertion of assertions) {
    const { variant, exchange } = assertion
    if (variant !== undefined && (!followed.has(variant) || exchange !== undefined)) followed.set(variant, assertion)
  }
  return [...followed]
    .filter(([variant]) => !accepted.includes(variant))
    .map(([variant, { exchange, curl }]) => ({
      message: `The target follows the interpretation "${variant}", which profile ${profile.id} does not accept.`,
      at: 'variant',
      expected: accepted.join(' or '),
      actual: variant,
      ...(exchange === undefined ? {} : { exchange }),
      ...(curl === undefined ? {} : { curl }),
    }))
}

/** Returns the part of a result that does not depend on the tests. */
export function describeRequirement(requirement: Requirement, profile: AppliedProfile) {
  const { id, group, text, contested, operations } = requirement
  const { level, basis } = { ...requirement, ...profile.changes.find((change) => change.requirement === id) }
  const source = sourceIn(requirement, profile.edition)
  return {
    id,
    group,
    level,
    basis,
    text,
    ...(contested && { contested: contested.reading }),
    operations,
    ...(source && { source }),
  }
}
