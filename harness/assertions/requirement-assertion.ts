import { requirement } from '#contract'
import type { AssertionResult, RequirementId } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import type { ComputeClient } from '../client/compute-client.ts'
import { InconclusiveError, NonconformanceError } from '../errors.ts'
import { createdServerId } from '../resources/created-resource.ts'
import { repeatedErrorCheck } from '../waiting/final-error.ts'
import type { WaitName } from '../waiting/pace.ts'
import { pollResponse } from '../waiting/polling.ts'
import { deleted, inStatus, isAtRest, withoutTask } from '../waiting/server-status.ts'
import { type WaitOptions, type WaitResult, waitForServer } from '../waiting/wait-for-server.ts'
import { acceptanceOf, counterpartOf } from './counterparts.ts'
import { findingOf, shownBy } from './finding.ts'
import {
  hasReadableBody,
  hasStatus,
  isRejected,
  isSuccess,
  type Matcher,
  type Mismatch,
  requestLine,
} from './matchers.ts'
import { assumeAvailable, assumeCapacity, assumePermitted, assumeWithinQuota } from './request-assumptions.ts'

/** Asserts one requirement. Every method records whether the target satisfies it; none arranges preconditions. */
export interface RequirementAssertion {
  /** Asserts that the response matches all matchers. */
  matches(response: ApiResponse, ...matchers: readonly Matcher[]): void
  /**
   * Asserts that the response is a success (2xx), with a JSON body if the requirement is that a read succeeds. A rejection because of a
   * quota, a lack of hosts or the role of the user throws an InconclusiveError.
   */
  isSuccess(response: ApiResponse): void
  /** Asserts that the response is a rejection (4xx). */
  isRejected(response: ApiResponse): void
  /**
   * Asserts that the status is one that the register lists for the requirement. A rejection counts only where valid requests of its kind
   * are accepted.
   */
  hasListedStatus(response: ApiResponse): void
  /** Asserts that the response denies a request; like `hasListedStatus`, but with a matcher. */
  isDenied(response: ApiResponse, matcher: Matcher): void
  /** Polls until the response matches, and asserts that it does before the timeout `name`, by default `propagation`. */
  eventually(read: () => Promise<ApiResponse>, matcher: Matcher, name?: WaitName): Promise<ApiResponse>
  /** Polls until the server is at rest in a status, and asserts that it is before the timeout `name`. `after`: the request, such as `os-stop`. */
  reachesStatus(serverId: string, status: 'ACTIVE' | 'SHUTOFF', after: string, name: WaitName): Promise<WaitResult>
  /** Asserts that the server reaches the described state. */
  waitFor(serverId: string, options: WaitOptions): Promise<WaitResult>
  /** Asserts that the server no longer exists. */
  isDeleted(serverId: string): Promise<WaitResult>
  /** Asserts that a create fails: it is rejected, or its server ends in ERROR and never becomes ACTIVE. */
  isRejectedOrFails(response: ApiResponse): Promise<void>
  /** Asserts a condition about several responses; `mismatch` describes its violation, and `response` is the one to show. */
  holds(condition: boolean, response: ApiResponse, mismatch: Mismatch): void
  /**
   * Records that the observations of the test satisfy the requirement; `variant` names the interpretation if it is contested, and
   * `response` is the one that shows it.
   */
  pass(variant?: string, response?: ApiResponse): void
}

/** Whether a violation ends the test or is only recorded. */
export type AssertionMode = 'fatal' | 'soft'

/** Records every result as evidence of the test. In fatal mode a violation throws a NonconformanceError. */
export class RecordedAssertion implements RequirementAssertion {
  readonly #id: RequirementId
  readonly #compute: ComputeClient
  readonly #mode: AssertionMode

  constructor(id: RequirementId, compute: ComputeClient, mode: AssertionMode) {
    this.#id = id
    this.#compute = compute
    this.#mode = mode
  }

  #record(
    response: ApiResponse | undefined,
    mismatch: Mismatch | undefined,
    { variant, counterpart }: Pick<AssertionResult, 'variant' | 'counterpart'> = {},
  ): void {
    const { evidence } = this.#compute
    const result = {
      requirement: this.#id,
      by: 'suite' as const,
      ...(variant === undefined ? {} : { variant, ...(response && shownBy(response)) }),
      ...(counterpart === undefined ? {} : { counterpart }),
    }
    if (!mismatch) {
      if (evidence.injectedFaults.length === 0) evidence.assertions.push(result)
      return
    }
    const finding = findingOf(this.#compute, response, mismatch)
    evidence.assertions.push({ ...result, finding })
    if (this.#mode === 'fatal') throw new NonconformanceError(this.#id, finding, response?.exchange)
  }

  matches(response: ApiResponse, ...matchers: readonly Matcher[]): void {
    const mismatches = matchers.map((matcher) => matcher(response))
    this.#record(
      response,
      mismatches.find((mismatch) => mismatch !== undefined),
    )
  }

  isSuccess(response: ApiResponse): void {
    assumeWithinQuota(response)
    assumeCapacity(response)
    assumePermitted(response)
    const { method, operation } = response.exchange
    // A read without a body has not returned the resource; a statement about another topic, such as tokens, may nevertheless hold.
    const isRead = method === 'GET' && operation !== undefined && acceptanceOf(operation, response.sent) === this.#id
    this.matches(response, isRead ? hasReadableBody : isSuccess)
  }

  isRejected(response: ApiResponse): void {
    this.#recordRejection(response, isRejected(response), false)
  }

  hasListedStatus(response: ApiResponse): void {
    if (this.#id.startsWith('status.') && response.isSuccess) this.#assumeListedStatusIsOfSuccess(response)
    this.isDenied(response, hasStatus(...requirement(this.#id).codes))
  }

  /**
   * That an invalid request was accepted is the violation of another requirement, and then there is no status of its rejection.
   * @throws InconclusiveError when the listed statuses are those of rejections
   */
  #assumeListedStatusIsOfSuccess(response: ApiResponse): void {
    if (requirement(this.#id).codes.some((code) => code < 300)) return
    const violated = this.#compute.evidence.assertions.findLast(({ finding }) => finding)?.requirement
    const reason = `${requestLine(response)} was accepted, so there is no status of a rejection.`
    throw new InconclusiveError(reason, violated === undefined ? {} : { blockedBy: violated })
  }

  isDenied(response: ApiResponse, matcher: Matcher): void {
    this.#recordRejection(response, matcher(response), true)
  }

  /** `isOptional`: without an accepted valid request, the rejection is not asserted; otherwise the requirement is then inconclusive. */
  #recordRejection(response: ApiResponse, mismatch: Mismatch | undefined, isOptional: boolean): void {
    assumeWithinQuota(response)
    assumeAvailable(response)
    // An accepted invalid request is a violation even without a counterpart.
    const counterpart = response.isSuccess ? undefined : counterpartOf(response)
    this.#record(response, mismatch, counterpart && { counterpart: { ...counterpart, isOptional } })
  }

  async eventually(
    read: () => Promise<ApiResponse>,
    matcher: Matcher,
    name: WaitName = 'propagation',
  ): Promise<ApiResponse> {
    const { clock, pace } = this.#compute.run
    // The effect of an operation is awaited by several requirements.
    const key = name === 'propagation' ? this.#id : name
    const isFinalError = repeatedErrorCheck(this.#compute.run.settings.timeouts.propagation)
    let mismatch: Mismatch | undefined
    const {
      value: response,
      elapsedMs,
      sentMs,
    } = await pollResponse(
      read,
      (current, currentMs) => {
        pace.recordResponse(current.exchange.ms)
        mismatch = matcher(current)
        return mismatch === undefined || isFinalError(current, currentMs)
      },
      () => pace.deadlineMs(name, key, name === 'propagation'),
      clock,
    )
    if (mismatch) pace.recordTimeout(name, key)
    else pace.recordSuccess(name, sentMs, key)
    const late = mismatch && {
      ...mismatch,
      message: `${mismatch.message.replace(/\.$/, '')}, still after ${(elapsedMs / 1000).toFixed(0)} s.`,
    }
    this.#record(response, late)
    return response
  }

  async reachesStatus(
    serverId: string,
    status: 'ACTIVE' | 'SHUTOFF',
    after: string,
    name: WaitName,
  ): Promise<WaitResult> {
    return this.waitFor(serverId, { after, name, conditions: [inStatus(status), withoutTask] })
  }

  async waitFor(serverId: string, options: WaitOptions): Promise<WaitResult> {
    const result = await this.#compute.waitForServer(serverId, options)
    const { blockedBy, mismatch, response } = result
    if (mismatch && blockedBy !== undefined && blockedBy !== this.#id)
      throw new InconclusiveError(`${mismatch.message} ${mismatch.actual}`, { blockedBy })
    this.#record(response, mismatch)
    return result
  }

  async isDeleted(serverId: string): Promise<WaitResult> {
    return this.waitFor(serverId, { after: 'delete', name: 'delete', conditions: [deleted] })
  }

  async isRejectedOrFails(response: ApiResponse): Promise<void> {
    const id = createdServerId(this.#compute.run, response)
    if (!response.isSuccess || id === undefined) {
      this.isRejected(response)
      return
    }
    const isFailed = (shown: ApiResponse) => shown.at('body/server/status') === 'ERROR'
    const isUp = (shown: ApiResponse) => isAtRest('ACTIVE')(shown) || isAtRest('SHUTOFF')(shown)
    const over = {
      expected: 'ERROR',
      at: 'body/server/status',
      holds: (shown: ApiResponse) => isFailed(shown) || isUp(shown),
    }
    const wait: WaitOptions = { after: 'create', name: 'create', conditions: [over] }
    const { response: last } = await waitForServer(this.#compute, id, wait)
    if (isFailed(last)) this.#record(response, undefined, { variant: 'ERROR later' })
    // A server that is never shown did not end in ERROR; one that is still in BUILD may do so later.
    else if (!isUp(last) && last.status !== 404)
      throw new InconclusiveError('The request was accepted, but the state of its server is unknown.')
    else
      this.#record(response, {
        message: 'The request was accepted, and its server did not end in ERROR.',
        at: 'body/server/status',
        expected: 'a rejection (4xx), or ERROR',
        actual: last.string('body/server/status') ?? String(last.status),
      })
  }

  holds(condition: boolean, response: ApiResponse, mismatch: Mismatch): void {
    this.#record(response, condition ? undefined : mismatch)
  }

  pass(variant?: string, response?: ApiResponse): void {
    this.#record(response, undefined, variant === undefined ? {} : { variant })
  }
}
