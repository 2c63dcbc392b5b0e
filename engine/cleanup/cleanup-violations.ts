import { emptyEvidence, type RequirementId, type ResourceKind } from '#model'
import type { TestResult } from '#results'
import type { CleanupResult } from './cleanup-result.ts'

/** The requirements that a deleted resource no longer exists; the document describes no other deletions. */
const requirements: Partial<Record<ResourceKind, RequirementId>> = {
  server: 'servers.delete.removes',
  keypair: 'keypairs.delete.removes',
  'server-group': 'server-groups.delete.removes',
}

/** What a cleanup observed of requirements about deletion, as the result of one more test; none when it observed no violation. */
export function cleanupViolations({ leftovers }: CleanupResult): readonly TestResult[] {
  const assertions = leftovers
    .filter(({ isViolation }) => isViolation)
    .flatMap(({ kind, id, reason, remove }) => {
      const requirement = requirements[kind]
      if (requirement === undefined) return []
      const finding = {
        message: `The ${kind} ${id} was not deleted at the end of the run: ${reason}.`,
        at: 'status',
        expected: `${kind} gone after DELETE`,
        actual: reason,
        ...(remove === undefined ? {} : { curl: remove }),
      }
      return [{ requirement, by: 'fixture' as const, finding }]
    })
  if (assertions.length === 0) return []
  const evidence = { ...emptyEvidence(), assertions }
  return [{ id: 'clean-up', title: 'clean-up', state: 'passed', requirements: [], evidence, errors: [] }]
}
