/** Responses that say nothing about the request itself. */
import type { RequirementId } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import { isPolicyRejection, isQuotaRejection } from '../client/quota.ts'
import { InconclusiveError } from '../errors.ts'
import { assume } from './assumptions.ts'
import { requestLine } from './matchers.ts'

/**
 * A service that is not available says nothing about the request.
 * @throws InconclusiveError for 503
 */
export function assumeAvailable(response: ApiResponse): void {
  if (response.status !== 503) return
  throw new InconclusiveError(`${requestLine(response)} returned 503, so the request was not judged: ${response.text}`)
}

/**
 * A tenant that has used up its quota can show neither that a request is accepted nor that it is rejected for what it says.
 * @throws InconclusiveError for the rejection of a request because of the quota
 */
export function assumeWithinQuota(response: ApiResponse): void {
  if (!isQuotaRejection(response)) return
  throw new InconclusiveError(`${requestLine(response)} was rejected because of the tenant's quota: ${response.text}`)
}

/**
 * The document says what a member of the tenant may do. A user with another role, such as a reader, shows nothing of it.
 * @throws InconclusiveError for the rejection of a request because of the role of the user
 */
export function assumePermitted(response: ApiResponse): void {
  if (!isPolicyRejection(response)) return
  throw new InconclusiveError(`${requestLine(response)} is not permitted to the user of the run: ${response.text}`)
}

/**
 * A request that has to succeed before the test can judge anything. `blockedBy`: the requirement that the target violates by rejecting
 * it; a rejection that says nothing about the request itself is the reason instead.
 * @throws InconclusiveError with that reason or the sentence, when the response is a rejection
 */
export function assumeSuccess(response: ApiResponse, sentence: string, blockedBy?: RequirementId): void {
  assumeAvailable(response)
  assumeWithinQuota(response)
  assumePermitted(response)
  assume(response.isSuccess, sentence, blockedBy)
}
