import type { Phase } from '#model'
import { InconclusiveError } from '../errors.ts'
import { describeRequest, type RawResponse } from '../transport/http-message.ts'
import type { ApiResponse } from './api-response.ts'
import type { OutgoingRequest } from './outgoing-request.ts'

const isRedirect = ({ status }: ApiResponse): boolean => status > 300 && status < 400

/**
 * Ends the test if a create was accepted with a body that is not JSON: the test does not know what it created.
 * @throws InconclusiveError
 */
export function assertReadable({ exchange, status, text, json, isSuccess }: ApiResponse): void {
  if (!isSuccess || text === '' || json !== undefined) return
  throw new InconclusiveError(
    `${describeRequest(exchange)} returned ${status}, and its body could not be read as JSON, so what it created is not known.`,
    { blockedBy: 'conventions.json-object' },
  )
}

/** Tells whether a request may be rejected with this status because it was carried out before. 401 and 403 have another cause. */
const mayFollowFromSuccess = (status: number): boolean => status >= 400 && status !== 401 && status !== 403

/**
 * Ends the test for a response that proves nothing: the rejection of a repeated request whose first attempt may have worked, or a redirect
 * while a precondition is arranged.
 * @throws InconclusiveError
 */
export function assertUnambiguous(
  { isRepeated, firstResponse }: RawResponse,
  response: ApiResponse,
  phase: Phase,
): void {
  const { exchange, status } = response
  const request = describeRequest(exchange)
  if (phase === 'act') {
    if (isRepeated && exchange.method !== 'GET' && mayFollowFromSuccess(status))
      throw new InconclusiveError(
        `${request} was repeated because ${firstResponse === undefined ? 'there was no response' : `the response was ${firstResponse}`}, and then rejected (${status}): the first attempt may have worked.`,
      )
  } else if (isRedirect(response)) {
    const location = (response.header('location') ?? 'nowhere').slice(0, 300)
    throw new InconclusiveError(`${request} returned ${status}, a redirect to ${location}; redirects are not followed.`)
  }
}

/**
 * Ends the test if a valid change of a server that never became ACTIVE is rejected: its status may be the reason.
 * @throws InconclusiveError
 */
export function assertNotForStatus(
  { method, isInvalid, isAuthorized }: Pick<OutgoingRequest, 'method' | 'isInvalid' | 'isAuthorized'>,
  { exchange, status, traits }: ApiResponse,
  serverId: string | undefined,
): void {
  const isUnready = serverId !== undefined && traits.unready.has(serverId)
  const isChange = method === 'POST' || method === 'PUT'
  if (!isUnready || !isChange || isInvalid || !isAuthorized || status < 400 || status >= 500) return
  throw new InconclusiveError(
    `${describeRequest(exchange)} was rejected (${status}) for a server that never became ACTIVE.`,
    { blockedBy: 'servers.create.becomes-active' },
  )
}
