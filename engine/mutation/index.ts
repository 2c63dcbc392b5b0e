/** Tests the suites: each fault of the emulator has to be found by the requirement that it violates. */

export { editionOfFault } from './fault-edition.ts'
export { mutationJson, mutationTotals } from './json-report.ts'
export { mutationMarkdown } from './markdown-report.ts'
export { maskedRequirements, maskedRequirementsJson } from './masked-requirements.ts'
export { measuredGroups, measuredGroupsJson } from './measured-groups.ts'
export type { MutantResult } from './mutation-results.ts'
export { ProcessPool } from './process-pool.ts'
export { assertBaseline, type MutationOutcome, runMutations } from './run-mutations.ts'
export { type ChangedFaults, changedFaults } from './selection/changed-faults.ts'
export { changedSince } from './selection/git-changes.ts'
export { selectFaults } from './selection/select-faults.ts'
