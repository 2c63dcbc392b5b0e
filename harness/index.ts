/** The harness room: everything a suite may touch. Rooms meet it only here. */
export { describe } from 'vitest'
export * from './assertions/matchers.ts'
export {
  faultSuffix,
  formatHistory,
  isAtRest,
  isDeletedServer,
  pollResponse,
  type StatusObservation,
} from './assertions/polling.ts'
export { assume, assumeDefined, type RequirementAssertion, type Verify } from './assertions/requirement-assertion.ts'
export { allowedStatuses, firstIllegalStatus, statusesOf } from './assertions/status-transitions.ts'
export { ApiResponse, resolvePointer } from './client/api-response.ts'
export type { Call, ComputeClient, RawCall } from './client/compute-client.ts'
export { childUrl } from './client/created-resource.ts'
export { InconclusiveError, NonconformanceError } from './errors.ts'
export type { LeasedServer, ServerRequirements } from './fixtures/arrange.ts'
export type { ForcedStatus } from './fixtures/forced-status.ts'
export { createRedactor } from './redaction/redactor.ts'
export { endRun } from './run-context.ts'
export { test, verifies } from './test.ts'
