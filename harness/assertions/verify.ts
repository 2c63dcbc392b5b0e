import type { RequirementId } from '#model'
import type { ComputeClient } from '../client/compute-client.ts'
import { type AssertionMode, RecordedAssertion, type RequirementAssertion } from './requirement-assertion.ts'

/**
 * Creates assertions: `verify(id)` ends the test at the first violation, `verify.soft(id)` records it and continues.
 */
export interface Verify {
  (id: RequirementId): RequirementAssertion
  soft(id: RequirementId): RequirementAssertion
  /**
   * Declares that the test has made its last assertion of these requirements. A test that ends early passes only requirements
   * that are complete; a test that reaches its end completes all of them.
   */
  complete(...ids: readonly RequirementId[]): void
}

/**
 * Creates the `verify` of one test. It accepts only the requirements that the test declares with `verifies(…)`, and throws a TypeError for
 * any other, and for an assertion after the requirement was declared complete. Violations of a requirement that the profile or the
 * selection excludes never end the test.
 */
export function createVerify(
  compute: ComputeClient,
  declared: readonly RequirementId[],
  isSelected: (id: RequirementId) => boolean,
): Verify {
  const { completed } = compute.evidence
  const checkDeclared = (id: RequirementId) => {
    if (!declared.includes(id)) throw new TypeError(`This test asserts ${id} without declaring it in verifies(…).`)
  }
  const assertion =
    (mode: AssertionMode) =>
    (id: RequirementId): RequirementAssertion => {
      checkDeclared(id)
      if (completed.includes(id)) throw new TypeError(`This test asserts ${id} after declaring it complete.`)
      return new RecordedAssertion(id, compute, isSelected(id) ? mode : 'soft')
    }
  const complete = (...ids: readonly RequirementId[]) => {
    for (const id of ids) {
      checkDeclared(id)
      completed.push(id)
    }
  }
  return Object.assign(assertion('fatal'), { soft: assertion('soft'), complete })
}
