import { acceptanceOf } from '../assertions/counterparts.ts'
import { findingOf } from '../assertions/finding.ts'
import { RequestError } from '../errors.ts'
import { placeholder } from '../redaction/secret-patterns.ts'
import type { RawResponse } from '../transport/http-message.ts'
import { requestShape } from '../transport/request-shape.ts'
import type { ComputeClient } from './compute-client.ts'
import { curl } from './curl.ts'
import { type OutgoingRequest, requestHeaders } from './outgoing-request.ts'
import { redactUrl } from './record-exchange.ts'
import { isQuickFailure, repeatFailed } from './repeat-failed.ts'
import { requestKind } from './request-kind.ts'

/**
 * Records that a request got no usable response. After several valid requests of its kind in a row without one, this is a violation of
 * the requirement that such requests are accepted.
 */
function recordUnanswered(compute: ComputeClient, request: OutgoingRequest, reason: string, sentAt: number): void {
  const { operation, content } = request
  const requirement = operation && acceptanceOf(operation, content)
  if (operation === undefined || requirement === undefined || !request.isAuthorized || request.isInvalid) return
  const count = compute.run.unanswered.recordFailure(requestKind(operation, content), sentAt)
  if (count === 0) return
  const { method, url, body } = request
  const finding = findingOf(compute, undefined, {
    message: `${requestShape(request)} got no usable response ${count} times in a row, while other requests did: ${reason}.`,
    at: 'status',
    expected: 'a response',
    actual: reason,
  })
  const { redactor } = compute.run
  const sent = { method, url: redactUrl(redactor, url), body: body && redactor.redact(body) }
  const headers = { 'content-type': 'application/json', 'X-Auth-Token': placeholder }
  compute.evidence.assertions.push({
    requirement,
    by: 'fixture',
    finding: { ...finding, curl: curl({ ...sent, headers }) },
  })
}

/** An attempt to send a request that failed. */
interface FailedSend {
  readonly error: unknown
  /** Milliseconds of the run's clock. */
  readonly sentAt: number
  /** Sends the same request again. */
  send(): Promise<RawResponse>
}

/**
 * Records a response. A rejection of a repeated request says nothing about the first attempt, which got no response.
 * @param sentAt milliseconds of the run's clock
 */
export function recordResponse(
  compute: ComputeClient,
  request: OutgoingRequest,
  { status, isRepeated = false, firstResponse }: RawResponse,
  sentAt: number,
): void {
  const { operation, content } = request
  const isSuccess = status >= 200 && status < 300
  const isValid = request.isAuthorized && !request.isInvalid
  const accepted = isSuccess && isValid ? request : undefined
  const hasLostOne = isRepeated && firstResponse === undefined
  compute.run.unanswered.recordResponse(operation && requestKind(operation, content), accepted, { hasLostOne })
  if (isRepeated && !isSuccess && request.method !== 'GET')
    recordUnanswered(compute, request, `its first attempt got ${firstResponse ?? 'none'}`, sentAt)
}

/**
 * Returns the error to throw for a request without a usable response. If the target responds to other requests, the error names the
 * requirement that this request is accepted. A request that is safe to repeat and whose connection was lost is repeated first.
 */
export async function unansweredError(
  compute: ComputeClient,
  request: OutgoingRequest,
  { error, sentAt, send }: FailedSend,
): Promise<unknown> {
  const { operation, content } = request
  if (!(error instanceof RequestError) || operation === undefined || !error.isAboutRequest) return error
  if (!error.exceedsLimits) recordUnanswered(compute, request, error.reason, sentAt)
  const { run, phase } = compute
  if (request.isAuthorized && !request.isInvalid && phase !== 'cleanup' && isQuickFailure(request, error))
    await repeatFailed(requestKind(operation, content), {
      clock: run.clock,
      unanswered: run.unanswered,
      send,
      sendOther: (read) => run.send({ method: read.method, url: read.url, headers: requestHeaders(run, read) }),
      recordResponse: (response, at) => recordResponse(compute, request, response, at),
      recordFailure: ({ reason }, at) => recordUnanswered(compute, request, reason, at),
    })
  return error.blamedOn(acceptanceOf(operation, content))
}
