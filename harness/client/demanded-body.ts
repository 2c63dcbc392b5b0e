import type { ApiResponse } from './api-response.ts'
import type { ComputeClient } from './compute-client.ts'
import type { OutgoingRequest } from './outgoing-request.ts'

/** The statuses that reject a request because it has no body: Length Required, Unsupported Media Type. */
const missingBodyStatuses = [411, 415]

/** Tells whether a response rejects a request because it has no body. */
export const lacksBody = ({ status }: Pick<ApiResponse, 'status'>): boolean => missingBodyStatuses.includes(status)

/** The body for a DELETE where a target demands one. */
export const emptyBody = '{}'

/**
 * Sends a request. A DELETE that is rejected because it has no body is sent again with one, and so is every later DELETE: the rejection
 * violates another requirement, and says nothing about the deletion.
 */
export async function sendWithDemandedBody(
  compute: Pick<ComputeClient, 'run' | 'recordViolation'>,
  request: OutgoingRequest,
  send: (request: OutgoingRequest) => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const { traits } = compute.run
  if (request.method !== 'DELETE' || request.body !== undefined) return send(request)
  const withBody = { ...request, body: emptyBody }
  if (traits.demandsBody) return send(withBody)
  const response = await send(request)
  if (!lacksBody(response)) return response
  const accepted = await send(withBody)
  if (lacksBody(accepted)) return response
  traits.demandBody()
  compute.recordViolation('conventions.no-request-body', response, {
    message: `A DELETE without a body was rejected with ${response.status}, but not the same request with a body.`,
    at: 'status',
    expected: 'a deletion that needs no body',
    actual: String(response.status),
  })
  return accepted
}
