import { type AppliedProfile, type Requirement, sourceIn } from '#contract'
import type { AssertionResult, Finding } from '#model'

/** A profile may accept fewer interpretations of a contested statement than the document allows. */
export function rejectedInterpretations(
  assertions: readonly AssertionResult[],
  profile: AppliedProfile,
  accepted: readonly string[],
): readonly Finding[] {
  const variants = new Set(assertions.flatMap(({ variant }) => variant ?? []))
  return [...variants]
    .filter((variant) => !accepted.includes(variant))
    .map((variant) => ({
      message: `The target follows the interpretation "${variant}", which profile ${profile.id} does not accept.`,
      at: 'variant',
      expected: accepted.join(' or '),
      actual: variant,
    }))
}

/** The part of a result that does not depend on the tests. */
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
