/**
 * Everything that suites may import: the `test` function with its fixtures, matchers, and the types of what they
 * return. The module's entry point for suites; code that is not a test imports `#harness/core`.
 */
export { describe } from 'vitest'
export { errorCode, isObject, jsonPreview, resolvePointer } from '#contract'
export { assume, assumeDefined } from './assertions/assumptions.ts'
export {
  containsItem,
  containsItems,
  hasLength,
  hasLengthAtMost,
  lacksItem,
  listsExactly,
  listsOnly,
  members,
} from './assertions/list-matchers.ts'
export {
  allOf,
  hasReadableBody,
  hasStatus,
  isRejected,
  isSuccess,
  type Matcher,
  type Mismatch,
  requestLine,
} from './assertions/matchers.ts'
export { assumeSuccess } from './assertions/request-assumptions.ts'
export type { RequirementAssertion } from './assertions/requirement-assertion.ts'
export { allowedStatuses, firstIllegalStatus, statusesOf } from './assertions/status-transitions.ts'
export {
  differenceAt,
  equalsExcept,
  hasId,
  hasValue,
  hasValueMatching,
  isTimeWithin,
} from './assertions/value-matchers.ts'
export type { Verify } from './assertions/verify.ts'
export { ApiResponse } from './client/api-response.ts'
export type { ComputeClient } from './client/compute-client.ts'
export type { CallOptions, RawCall } from './client/outgoing-request.ts'
export { isQuotaRejection } from './client/quota.ts'
export { isListedOnly } from './client/unshown-server.ts'
export { InconclusiveError, NonconformanceError } from './errors.ts'
export { responseOrServer, UnconfirmedServer } from './fixtures/create-result.ts'
export { hasAddress, untilDescribed } from './fixtures/described-server.ts'
export { deservesAnotherAttempt } from './fixtures/failed-server.ts'
export type { ForcedStatus } from './fixtures/forced-status.ts'
export type { ReservationPurpose } from './fixtures/pool-requests.ts'
export { powerStateOf } from './fixtures/power-state.ts'
export { isAccepted } from './fixtures/reported-rejection.ts'
export type { LeasedServer, ServerRequirements } from './fixtures/server-requirements.ts'
export { startIfStopped } from './fixtures/stopped-creation.ts'
export { createdVolumeId, deleteVolume, requestVolume, volumeUrl } from './fixtures/volume-lifecycle.ts'
export { childUrl, createdServerId } from './resources/created-resource.ts'
export { prepareKeptVolumes, recordKeptVolume } from './resources/kept-volumes.ts'
export { endRun } from './run-context.ts'
export { finalProbes, probes, test, verifies, verifiesPartly } from './test.ts'
export type { WaitName } from './waiting/pace.ts'
export {
  deleted,
  faultSuffix,
  formatHistory,
  inStatus,
  isAtRest,
  isDeletedServer,
  type StatusObservation,
  shownStatus,
  type WaitCondition,
  withoutTask,
  withStatus,
} from './waiting/server-status.ts'
export type { WaitOptions } from './waiting/wait-for-server.ts'
