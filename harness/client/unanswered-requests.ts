import { acceptanceOf } from '../assertions/counterparts.ts'
import { findingOf } from '../assertions/finding.ts'
import type { MonotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import { placeholder } from '../redaction/secret-patterns.ts'
import type { RawResponse } from '../transport/http-message.ts'
import { requestShape } from '../transport/request-shape.ts'
import type { ComputeClient } from './compute-client.ts'
import { curl } from './curl.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { redactUrl } from './record-exchange.ts'
import { requestKind } from './request-kind.ts'

/** Requests of a kind, one after the other, that get no usable response until that is not taken for chance. */
const minFailures = 3

/** The requests of a kind that have failed one after the other. */
interface Failures {
  readonly count: number
  /** When the last of those that count ended. */
  readonly lastAt: number
}

/**
 * Which kinds of valid requests never get a usable response although the target responds to others: the connection breaks each time,
 * the response never comes, or is not HTTP. A network does not tell kinds of requests apart, so it is the target that does not answer.
 */
export class UnansweredRequests {
  readonly #clock: MonotonicClock
  readonly #failures = new Map<string, Failures>()
  readonly #answered = new Set<string>()
  /** When the last response to any request came. */
  #lastResponseAt = Number.NEGATIVE_INFINITY

  constructor(clock: MonotonicClock) {
    this.#clock = clock
  }

  /** `isAccepted`: a valid request that is accepted once is answered, whatever happens to its connection another time. */
  recordResponse(kind: string | undefined, isAccepted: boolean): void {
    this.#lastResponseAt = this.#clock.now()
    if (kind !== undefined && isAccepted) this.#answered.add(kind)
  }

  /**
   * Returns how many requests of the kind have failed one after the other, with responses to others in between, once that is enough to
   * say that the kind is not answered; otherwise 0.
   */
  recordFailure(kind: string, sentAt: number): number {
    const { count, lastAt } = this.#failures.get(kind) ?? { count: 0, lastAt: Number.NEGATIVE_INFINITY }
    const now = this.#clock.now()
    if (this.#answered.has(kind) || sentAt < lastAt || this.#lastResponseAt <= lastAt) return 0
    this.#failures.set(kind, { count: count + 1, lastAt: now })
    return count + 1 < minFailures ? 0 : count + 1
  }
}

/** Records that a request of the kind got no response; once valid ones prove to get none, the requirement of its kind is violated. */
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

/**
 * Records a response. A rejection of a repeated request says nothing about the first attempt, which got no response.
 * @param sentAt by the clock of the run
 */
export function recordAnswer(
  compute: ComputeClient,
  request: OutgoingRequest,
  { status, isRepeated }: RawResponse,
  sentAt: number,
): void {
  const { operation, content } = request
  const isSuccess = status >= 200 && status < 300
  const isValid = request.isAuthorized && !request.isInvalid
  compute.run.unanswered.recordResponse(operation && requestKind(operation, content), isSuccess && isValid)
  if (isRepeated && !isSuccess && request.method !== 'GET')
    recordUnanswered(compute, request, 'its first attempt got none', sentAt)
}

/**
 * What a request without a usable response throws: what depends on its operation names the requirement that it is accepted.
 * @param sentAt by the clock of the run
 */
export function unansweredError(
  compute: ComputeClient,
  request: OutgoingRequest,
  error: unknown,
  sentAt: number,
): unknown {
  const { operation, content } = request
  if (!(error instanceof RequestError) || operation === undefined || !error.isAboutRequest) return error
  recordUnanswered(compute, request, error.reason, sentAt)
  return error.blamedOn(acceptanceOf(operation, content))
}
