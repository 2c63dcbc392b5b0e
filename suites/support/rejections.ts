/** Requests that have to be rejected. */
import { type ApiResponse, hasStatus, isRejected, type Matcher } from '#harness'

/** An id that no server, flavor, image, volume or network has. */
export const nonexistentId = '00000000-0000-4000-8000-00000000dead'

/**
 * A rejection (4xx) has one of these statuses. Other responses pass: whether the request is rejected is another
 * requirement.
 */
export const rejectedWith =
  (...codes: readonly number[]): Matcher =>
  (response) =>
    isRejected(response) === undefined ? hasStatus(...codes)(response) : undefined

/** 400, or 422 where the object that wraps the body is missing. */
export const rejectedAsBadRequest = rejectedWith(400, 422)

/** The status says that the target does not have the path, or the method there. */
export const isMissingRoute = ({ status }: ApiResponse): boolean => [404, 405, 501].includes(status)

/** Rejections that do not change with time; another, such as 409, may be due to an operation in progress. */
const finalStatuses = [401, 403, 404, 405, 501]

/** How often a server error is repeated before it counts as final. */
const maxServerErrors = 4

/** Whether a DELETE has succeeded, or will not succeed: for the responses of one poll. */
export function isSuccessOrFinal(): (response: ApiResponse) => boolean {
  let serverErrors = 0
  return ({ isSuccess, status }) => {
    serverErrors = status >= 500 ? serverErrors + 1 : 0
    return isSuccess || finalStatuses.includes(status) || serverErrors >= maxServerErrors
  }
}
