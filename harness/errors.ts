import { formatFinding } from '#contract'
import { type Exchange, type Finding, type RequirementId, testErrorNames } from '#model'

/** The target violates a requirement. Only this error makes a test fail; the report attributes it to `requirement`. */
export class NonconformanceError extends Error {
  override readonly name = testErrorNames.nonconformance
  readonly requirement: RequirementId

  constructor(requirement: RequirementId, finding: Finding, exchange: Exchange | undefined) {
    super(formatFinding(requirement, finding, exchange))
    this.requirement = requirement
  }
}

/** Options of an InconclusiveError. */
export interface InconclusiveErrorOptions {
  readonly cause?: unknown
  /** The requirement whose violation by the target prevented the test. */
  readonly blockedBy?: RequirementId | undefined
}

/** A test could not verify its requirements, because a precondition was not met or a response was not usable. */
export class InconclusiveError extends Error {
  override readonly name: string = testErrorNames.inconclusive
  readonly blockedBy: RequirementId | undefined

  constructor(message: string, { cause, blockedBy }: InconclusiveErrorOptions = {}) {
    super(message, cause === undefined ? {} : { cause })
    this.blockedBy = blockedBy
  }
}

/** A server of the pool was not created because the tenant's quota is used up; the limit has been lowered to it. */
export class QuotaReachedError extends InconclusiveError {}

/**
 * Why a request has no usable response:
 * - `unreachable`: there was no connection, and the request was not sent
 * - `connection-lost`: the connection broke before the response was complete
 * - `timeout`: the response was not complete in time
 * - `invalid-response`: the response violates HTTP or exceeds the response limits
 * - `unavailable`: the service asks to try again later, or a gateway responded in place of the target
 * - `rate-limited`: the target rejects the request because of a rate limit, which shows that it is alive
 * - `token-expired`: the run's token is no longer accepted and cannot be renewed
 * - `aborted`: the run or the test was stopped
 */
export type RequestErrorKind =
  | 'unreachable'
  | 'connection-lost'
  | 'timeout'
  | 'invalid-response'
  | 'unavailable'
  | 'rate-limited'
  | 'token-expired'
  | 'aborted'

/** Options of a RequestError. */
export interface RequestErrorOptions {
  readonly cause?: unknown
  /** Whether the target may have carried the request out. Default true, except for `unreachable`. */
  readonly mayHaveTakenEffect?: boolean
  /** Milliseconds after which the same request may succeed. Default: repeating it is pointless. */
  readonly retryAfterMs?: number | undefined
  /** Whether the response exceeds the response limits (`transport/response-limits.ts`) but may be legal. Default false. */
  readonly exceedsLimits?: boolean
  /** The requirement that the request would be accepted. */
  readonly blockedBy?: RequirementId | undefined
}

/** The kinds of failures that may concern only this request: the target may respond to others. */
const requestKinds: readonly RequestErrorKind[] = ['connection-lost', 'timeout', 'invalid-response']

/**
 * A request without a usable response. Network problems are not violations: the test ends inconclusive. If requests of one kind never get a
 * response while others do, that is a violation: see UnansweredRequests.
 */
export class RequestError extends InconclusiveError {
  override readonly name = testErrorNames.request
  readonly kind: RequestErrorKind
  /** In a few words, such as `connect ECONNREFUSED 127.0.0.1:1`. */
  readonly reason: string
  readonly mayHaveTakenEffect: boolean
  readonly retryAfterMs: number | undefined
  readonly exceedsLimits: boolean

  readonly #request: string

  /** `request`: method and URL. */
  constructor(request: string, kind: RequestErrorKind, reason: string, options: RequestErrorOptions = {}) {
    super(`${request} failed: ${reason}.`, { cause: options.cause, blockedBy: options.blockedBy })
    this.#request = request
    this.kind = kind
    this.reason = reason
    this.mayHaveTakenEffect = options.mayHaveTakenEffect ?? kind !== 'unreachable'
    this.retryAfterMs = options.retryAfterMs
    this.exceedsLimits = options.exceedsLimits ?? false
  }

  /** Whether the target may respond to other requests. */
  get isAboutRequest(): boolean {
    return requestKinds.includes(this.kind)
  }

  /** Returns the same error with the requirement that the request would be accepted, where the error is about this request alone. */
  blamedOn(blockedBy: RequirementId | undefined): RequestError {
    if (blockedBy === undefined || !this.isAboutRequest) return this
    const { cause, mayHaveTakenEffect, retryAfterMs, exceedsLimits } = this
    return new RequestError(this.#request, this.kind, this.reason, {
      cause,
      mayHaveTakenEffect,
      retryAfterMs,
      exceedsLimits,
      blockedBy,
    })
  }
}
