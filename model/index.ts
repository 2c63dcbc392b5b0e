/** Types that several modules share. Nothing here has behaviour. */
export type * from './evidence.ts'
export type * from './exchange.ts'
export type * from './finding.ts'
export {
  type JournalEntry,
  type JournalEvent,
  journalEvents,
  type ResourceKind,
  resourceKinds,
} from './journal-entry.ts'
export { type OperationId, operationIds } from './operation-ids.ts'
export type * from './requirement.ts'
export { type RequirementId, requirementIds } from './requirement-ids.generated.ts'
export * from './target-settings.ts'
