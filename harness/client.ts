/**
 * The harness's other door, for those who speak to a target without being a test: nothing behind it needs Vitest to run.
 */
export type { OperationId, RequirementId } from '#contract'
export { Answer, follow } from './answer.ts'
export { missingFor, whyNotAsked } from './asked.ts'
export { curl } from './curl.ts'
export type * from './evidence.ts'
export { type RawAnswer, type RawRequest, type Send, type Sender, sender } from './http.ts'
export { Journal, type JournalLine, type ResourceKind, resourceKinds } from './journal.ts'
export { Inconclusive } from './outcome.ts'
export { type Redactor, redactor } from './redact.ts'
export { type Renew, renewing } from './renewing.ts'
export * from './target.ts'
export { networkReason, Unanswered } from './unanswered.ts'
export { type Confided, channelName, type Plea, type Relief } from './wire.ts'
