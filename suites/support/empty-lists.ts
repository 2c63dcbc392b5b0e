/** Empty lists that a target returns as 404. */
import { type ApiResponse, type ComputeClient, requestLine } from '#harness'
import type { RequirementId } from '#model'

/** Tells whether the status of a response is 404. */
export const isNotFound = ({ status }: ApiResponse): boolean => status === 404

/**
 * Records that an empty list was returned as 404. This violates the requirement about the list itself, not that of the query parameter
 * which made it empty.
 */
export function recordEmptyAsNotFound(compute: ComputeClient, requirement: RequirementId, response: ApiResponse): void {
  compute.recordViolation(requirement, response, {
    message: `${requestLine(response)} returned 404 instead of an empty list.`,
    at: 'status',
    expected: '200 with an empty array',
    actual: '404',
  })
}
