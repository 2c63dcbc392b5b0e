import { acceptanceOf } from '../assertions/counterparts.ts'
import { findingOf } from '../assertions/finding.ts'
import type { MonotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import { placeholder } from '../redaction/secret-patterns.ts'
import type { RunContext } from '../run-context.ts'
import type { RawResponse } from '../transport/http-message.ts'
import { requestShape } from '../transport/request-shape.ts'
import type { ComputeClient } from './compute-client.ts'
import { curl } from './curl.ts'
import { type OutgoingRequest, requestHeaders } from './outgoing-request.ts'
import { redactUrl } from './record-exchange.ts'
import { requestKind } from './request-kind.ts'

/** Requests of a kind, one after the other, that get no usable response until that is not taken for chance. */
const minFailures = 3
/** Milliseconds to wait for a first response to another read, and between two looks. */
const maxWaitMs = 5_000
const waitMs = 100

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
  readonly #repeated = new Set<string>()
  #answeredRead: OutgoingRequest | undefined
  /** When the last response to any request came. */
  #lastResponseAt = Number.NEGATIVE_INFINITY

  constructor(clock: MonotonicClock) {
    this.#clock = clock
  }

  /** The last read that was accepted: it shows whether the target responds at all. */
  get answeredRead(): OutgoingRequest | undefined {
    return this.#answeredRead
  }

  /** `accepted`: a valid request that is accepted once is answered, whatever happens to its connection another time. */
  recordResponse(kind: string | undefined, accepted?: OutgoingRequest): void {
    this.#lastResponseAt = this.#clock.now()
    if (accepted === undefined || kind === undefined) return
    this.#answered.add(kind)
    if (accepted.method === 'GET') this.#answeredRead = accepted
  }

  /** Whether requests of the kind, none of which was answered, are to be repeated; true once for a kind. */
  beginRepeating(kind: string): boolean {
    if (this.#answered.has(kind) || this.#repeated.has(kind)) return false
    this.#repeated.add(kind)
    return true
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
  const accepted = isSuccess && isValid ? request : undefined
  compute.run.unanswered.recordResponse(operation && requestKind(operation, content), accepted)
  if (isRepeated && !isSuccess && request.method !== 'GET')
    recordUnanswered(compute, request, 'its first attempt got none', sentAt)
}

/** A read that the target has answered; at the beginning of a run there may be none yet. */
async function answeredRead({ unanswered, clock }: RunContext): Promise<OutgoingRequest | undefined> {
  for (let waited = 0; unanswered.answeredRead === undefined && waited < maxWaitMs; waited += waitMs)
    await clock.sleep(waitMs)
  return unanswered.answeredRead
}

/** Whether the target responds to a read that it has answered before, whatever its status. */
async function responds(run: RunContext, read: OutgoingRequest): Promise<boolean> {
  const { method, url } = read
  try {
    await run.send({ method, url, headers: requestHeaders(run, read) })
    run.unanswered.recordResponse(undefined)
    return true
  } catch {
    return false
  }
}

/**
 * Repeats a read that was broken off at once, between reads that the target answers, until it is clear whether reads of its kind never
 * get a usable response. A run may have no other request that would tell.
 */
async function repeatRead(
  compute: ComputeClient,
  request: OutgoingRequest,
  error: RequestError,
  send: () => Promise<RawResponse>,
): Promise<void> {
  const { run, phase } = compute
  const { operation, content, method } = request
  const isQuick = error.kind === 'connection-lost' || error.kind === 'invalid-response'
  if (operation === undefined || method !== 'GET' || !isQuick || error.exceedsLimits || phase === 'cleanup') return
  if (!run.unanswered.beginRepeating(requestKind(operation, content))) return
  const answered = await answeredRead(run)
  for (let count = 1; count < minFailures; count++) {
    if (answered === undefined || !(await responds(run, answered))) return
    const sentAt = run.clock.now()
    const failure = await send().then(
      (raw) => recordAnswer(compute, request, raw, sentAt),
      (again: unknown) => again,
    )
    if (!(failure instanceof RequestError) || !failure.isAboutRequest) return
    recordUnanswered(compute, request, failure.reason, sentAt)
  }
}

/**
 * What a request without a usable response throws: what depends on its operation names the requirement that it is accepted.
 * @param sentAt by the clock of the run
 * @param send sends the same request again
 */
export async function unansweredError(
  compute: ComputeClient,
  request: OutgoingRequest,
  error: unknown,
  sentAt: number,
  send: () => Promise<RawResponse>,
): Promise<unknown> {
  const { operation, content } = request
  if (!(error instanceof RequestError) || operation === undefined || !error.isAboutRequest) return error
  if (!error.exceedsLimits) recordUnanswered(compute, request, error.reason, sentAt)
  if (request.isAuthorized && !request.isInvalid) await repeatRead(compute, request, error, send)
  return error.blamedOn(acceptanceOf(operation, content))
}
