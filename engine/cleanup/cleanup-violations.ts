import { type AssertionResult, emptyEvidence, type RequirementId, type ResourceKind } from '#model'
import type { TestResult } from '#results'
import type { CleanupResult } from './cleanup-result.ts'

/** The requirements that a deleted resource no longer exists; the document describes no other deletions. */
const requirements: Partial<Record<ResourceKind, RequirementId>> = {
  server: 'servers.delete.removes',
  keypair: 'keypairs.delete.removes',
  'server-group': 'server-groups.delete.removes',
}

/** Returns the deletions that the target accepted or had to accept, and did not carry out. */
const undoneDeletions = ({ leftovers }: CleanupResult): readonly AssertionResult[] =>
  leftovers
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

/** Returns the volumes that were to be deleted with their server. */
const keptVolumes = (result: CleanupResult): readonly AssertionResult[] =>
  result.keptVolumes.map(({ id }) => ({
    requirement: 'servers.create.delete-on-termination',
    by: 'fixture',
    finding: {
      message: `The volume ${id} was still there at the end of the run, although its server, which was requested with delete_on_termination true, was gone.`,
      at: 'status',
      expected: 'volume gone with its server',
      actual: 'volume still there',
    },
  }))

/**
 * Returns the violations of deletion requirements that a cleanup observed, as the result of one more test; none without
 * a violation.
 */
export function cleanupViolations(result: CleanupResult): readonly TestResult[] {
  const assertions = [...undoneDeletions(result), ...keptVolumes(result)]
  if (assertions.length === 0) return []
  const evidence = { ...emptyEvidence(), assertions }
  return [{ id: 'clean-up', title: 'clean-up', state: 'passed', requirements: [], evidence, errors: [] }]
}
