/** How a request that has to be refused is looked at. */
import { type ApiResponse, hasStatus, isRejected, type Matcher } from '#harness'

/** The status of a refusal. That the request is refused at all is another requirement's business. */
export const rejectedWith =
  (...codes: readonly number[]): Matcher =>
  (response: ApiResponse) =>
    isRejected(response) === undefined ? hasStatus(...codes)(response) : undefined

/** 400; 422 where the object that wraps the body is missing. */
export const rejectedAsBadRequest = rejectedWith(400, 422)
