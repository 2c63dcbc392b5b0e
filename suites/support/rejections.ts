/** Checks of requests that must be rejected. */
import { type ApiResponse, type ComputeClient, hasStatus, isRejected, type Matcher } from '#harness'
import type { RequirementId } from '#model'

/** An id that no server, flavor, image, volume or network has. */
export const nonexistentId = '00000000-0000-4000-8000-00000000dead'

/**
 * Matches a rejection (4xx) with one of these statuses. Other responses pass: another requirement covers whether the request is
 * rejected.
 */
export const rejectedWith =
  (...codes: readonly number[]): Matcher =>
  (response) =>
    isRejected(response) === undefined ? hasStatus(...codes)(response) : undefined

/** Matches a rejection with 400, or with 422, which a target may use for a body without its outer object. */
export const rejectedAsBadRequest = rejectedWith(400, 422)

/** Tells whether the status means that the target does not have the path, or the method there. */
export const isMissingRoute = ({ status }: ApiResponse): boolean => [404, 405, 501].includes(status)

/** Statuses of rejections that a retry does not change. Others, such as 409, may be due to an operation in progress. */
const finalStatuses = [401, 403, 404, 405, 501]

/** The number of consecutive server errors after which one counts as final. */
const maxServerErrors = 4

/** Returns a function that tells whether a DELETE has succeeded or cannot succeed any more, for the responses of one poll. */
export function isSuccessOrFinal(): (response: ApiResponse) => boolean {
  let serverErrors = 0
  return ({ isSuccess, status }) => {
    serverErrors = status >= 500 ? serverErrors + 1 : 0
    return isSuccess || finalStatuses.includes(status) || serverErrors >= maxServerErrors
  }
}

/** Records a violation if a request about a resource of another tenant was accepted, and returns whether it was. */
export function recordIfAccepted(
  compute: Pick<ComputeClient, 'recordViolation'>,
  requirement: RequirementId,
  response: ApiResponse | undefined,
): boolean {
  const failure = response?.isSuccess ? isRejected(response) : undefined
  if (response && failure) compute.recordViolation(requirement, response, failure)
  return failure !== undefined
}
