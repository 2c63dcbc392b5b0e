/** Types that several modules share, with their constants and what follows from them. The module's entry point. */
export * from './evidence.ts'
export {
  type CostRisk,
  type JournalEntry,
  type JournalEvent,
  journalEvents,
  type ResourceKind,
  resourceKinds,
} from './journal-entry.ts'
export { numericName } from './numeric-name.ts'
export { type OperationId, operationIds } from './operation-ids.ts'
export * from './requirement.ts'
export { type RequirementId, requirementIds } from './requirement-ids.generated.ts'
export { canonicalStatus, isKnownStatus, statusSequences } from './server-status.ts'
export * from './target-settings.ts'
