import type { RequirementId } from '#model'
import type { ComputeClient } from '../client/compute-client.ts'
import { type AssertionMode, RecordedAssertion, type RequirementAssertion } from './requirement-assertion.ts'

/**
 * Creates assertions: `verify(id)` ends the test at the first violation, `verify.soft(id)` records it and continues.
 */
export interface Verify {
  (id: RequirementId): RequirementAssertion
  soft(id: RequirementId): RequirementAssertion
}

/**
 * The `verify` of one test. It accepts only the requirements that the test declares with `verifies(…)`, and throws a
 * TypeError for any other. Violations of a requirement that the profile or the selection excludes never end the test.
 */
export function createVerify(
  compute: ComputeClient,
  declared: readonly RequirementId[],
  isSelected: (id: RequirementId) => boolean,
): Verify {
  const assertion =
    (mode: AssertionMode) =>
    (id: RequirementId): RequirementAssertion => {
      if (!declared.includes(id)) throw new TypeError(`This test asserts ${id} without declaring it in verifies(…).`)
      return new RecordedAssertion(id, compute, isSelected(id) ? mode : 'soft')
    }
  return Object.assign(assertion('fatal'), { soft: assertion('soft') })
}
