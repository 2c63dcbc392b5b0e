/** Assumptions about responses that do not show whether the request is valid. */
import type { RequirementId } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import { isCapacityRejection, isPolicyRejection, isQuotaRejection } from '../client/quota.ts'
import { InconclusiveError } from '../errors.ts'
import { assume } from './assumptions.ts'
import { requestLine } from './matchers.ts'

/**
 * Assumes that the service is available: otherwise its response does not show whether the request is valid.
 * @throws InconclusiveError for 503
 */
export function assumeAvailable(response: ApiResponse): void {
  if (response.status !== 503) return
  throw new InconclusiveError(`${requestLine(response)} returned 503, so its validity is unknown: ${response.text}`)
}

/**
 * Assumes that the tenant's quota is not used up: otherwise a valid request is rejected, and an invalid one for another reason.
 * @throws InconclusiveError for the rejection of a request because of the quota
 */
export function assumeWithinQuota(response: ApiResponse): void {
  if (!isQuotaRejection(response)) return
  throw new InconclusiveError(`${requestLine(response)} was rejected because of the tenant's quota: ${response.text}`)
}

/**
 * Assumes that the cloud has the capacity that a request needs: otherwise a valid request is rejected.
 * @throws InconclusiveError for the rejection of a request because no host is free
 */
export function assumeCapacity(response: ApiResponse): void {
  if (!isCapacityRejection(response)) return
  throw new InconclusiveError(`The target has no capacity for ${requestLine(response)}: ${response.text}`)
}

/**
 * Assumes that the user may send such requests at all: the document describes what a member of the tenant may do, not a reader.
 * @throws InconclusiveError for the rejection of a request because of the role of the user
 */
export function assumePermitted(response: ApiResponse): void {
  if (!isPolicyRejection(response)) return
  throw new InconclusiveError(`${requestLine(response)} is not permitted to the user of the run: ${response.text}`)
}

/**
 * Assumes that a request succeeded on which the rest of the test depends. `blockedBy`: the requirement that the target violates by
 * rejecting it; it is left out where one of the assumptions above fails.
 * @throws InconclusiveError with the sentence, or with the reason of the assumption that fails
 */
export function assumeSuccess(response: ApiResponse, sentence: string, blockedBy?: RequirementId): void {
  assumeAvailable(response)
  assumeWithinQuota(response)
  assumeCapacity(response)
  assumePermitted(response)
  assume(response.isSuccess, sentence, blockedBy)
}
