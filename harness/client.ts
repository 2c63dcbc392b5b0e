/**
 * The harness's other door, for those who speak to a target without being a test: nothing behind it needs Vitest to run.
 */
export type { OperationId, RequirementId } from '#contract'
export { Answer, follow } from './answer.ts'
export { missingFor, whyNotAsked } from './asked.ts'
export type * from './evidence.ts'
export { networkReason, type RawAnswer, type RawRequest, type Send, sender } from './http.ts'
export { Journal, type JournalLine, type ResourceKind, resourceKinds } from './journal.ts'
export { Inconclusive } from './outcome.ts'
export { redactor } from './redact.ts'
export * from './target.ts'
export { channelName } from './wire.ts'
