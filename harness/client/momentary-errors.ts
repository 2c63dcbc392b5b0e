import type { MonotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import type { TargetTraits } from '../target-traits.ts'
import type { ApiResponse } from './api-response.ts'
import type { OutgoingRequest } from './outgoing-request.ts'

/** How long to wait before the retry of a request that got a server error, in milliseconds. */
const delayMs = 50

/** Tells whether a request may be retried: it is idempotent, or must be rejected. */
const isRepeatable = ({ method, isInvalid, mayBeRejected = false, isMomentary = false }: OutgoingRequest): boolean =>
  !isMomentary && (method === 'GET' || method === 'PUT' || isInvalid || mayBeRejected)

/**
 * Tells whether the response to an invalid action was one that a gateway may have sent in place of the target. The retry shows whose it is:
 * see `withoutGatewayPages`, which does not repeat createImage by itself. Creates are searched for before they are retried.
 */
const mayBeOfGateway = ({ operation, isInvalid }: OutgoingRequest, error: unknown): boolean =>
  isInvalid && operation === 'actOnServer' && error instanceof RequestError && error.kind === 'unavailable'

/**
 * Sends a request, and retries it once after an Internal Server Error (500), because an occasional failure says nothing about the statement
 * that a test verifies. Returns the first response if the retry fails, too. An invalid action is also retried after a response that a
 * gateway may have sent.
 * @throws RequestError when a request gets no usable response
 */
export async function sendAgainAfterError(
  request: OutgoingRequest,
  { clock, traits }: { readonly clock: MonotonicClock; readonly traits: Pick<TargetTraits, 'addNote'> },
  send: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const first = await send().catch((error: unknown) => {
    if (!mayBeOfGateway(request, error)) throw error
    return send()
  })
  if (first.status !== 500 || !isRepeatable(request)) return first
  await clock.sleep(delayMs)
  const second = await send()
  if (second.status >= 500) return first
  traits.addNote('The target returned 500 to some requests, but not when they were sent again.')
  return second
}
