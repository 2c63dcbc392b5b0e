import type { RequirementId } from '#model'
import { packageText } from '../package-text.ts'
import { isRequirementId } from './requirements.ts'

let support: Readonly<Record<string, readonly string[]>> | undefined

/**
 * Returns the requirements whose tests have to run for one that its own tests do not decide alone: a requirement about the schema of
 * responses depends on the tests that receive them, and one about a rejection on the test that sends its counterpart, the valid request.
 * scripts/collect-support.mjs collects them from a run against the emulator.
 */
export function supportOf(id: RequirementId): readonly RequirementId[] {
  support ??= JSON.parse(packageText('requirements/measured/support.json'))
  return (support?.[id] ?? []).filter(isRequirementId)
}
