import { requirement } from '#contract'
import type { Finding, RequirementId } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import type { ComputeClient } from '../client/compute-client.ts'
import { curlOf } from '../client/curl.ts'
import { redactedExcerpt } from '../client/record-exchange.ts'
import { NonconformanceError } from '../errors.ts'
import { hasStatus, isRejected, isSuccess, type Matcher, type Mismatch } from './matchers.ts'
import { pollResponse } from './polling.ts'
import { isAtRest, isDeletedServer } from './server-status.ts'
import { type WaitOptions, type WaitResult, waitForServer } from './wait-for-server.ts'

/** Asserts one requirement. Every method records whether the target satisfies it; none arranges anything. */
export interface RequirementAssertion {
  /** The response matches all matchers. */
  matches(response: ApiResponse, ...matchers: readonly Matcher[]): void
  /** The response is a success (2xx). */
  isSuccess(response: ApiResponse): void
  /** The response is a rejection (4xx). */
  isRejected(response: ApiResponse): void
  /** The status is one that the register lists for the requirement. */
  hasListedStatus(response: ApiResponse): void
  /** The response matches within `timeoutMs` milliseconds; it is read repeatedly. */
  eventually(read: () => Promise<ApiResponse>, matcher: Matcher, timeoutMs: number): Promise<ApiResponse>
  /** The server comes to rest in a status. */
  reachesStatus(serverId: string, status: 'ACTIVE' | 'SHUTOFF', after: string, timeoutMs: number): Promise<WaitResult>
  /** The server reaches the described state. */
  waitFor(serverId: string, options: WaitOptions): Promise<WaitResult>
  /** The server no longer exists. */
  isDeleted(serverId: string, timeoutMs: number): Promise<WaitResult>
  /** A create that must fail: rejected at once, or its server ends in ERROR and never becomes ACTIVE. */
  isRejectedOrFails(response: ApiResponse, timeoutMs: number): Promise<void>
  /** A condition about several responses; `mismatch` describes its violation, and `response` is the one to show. */
  holds(condition: boolean, response: ApiResponse, mismatch: Mismatch): void
  /** The requirement is satisfied by what the test observed; `variant` names the interpretation if it is contested. */
  pass(variant?: string): void
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

  #record(response: ApiResponse | undefined, mismatch: Mismatch | undefined, variant?: string): void {
    const { evidence } = this.#compute
    const result = { requirement: this.#id, by: 'suite' as const, ...(variant === undefined ? {} : { variant }) }
    if (!mismatch) {
      if (evidence.injectedFaults.length === 0) evidence.assertions.push(result)
      return
    }
    const finding = this.#findingOf(response, mismatch)
    evidence.assertions.push({ ...result, finding })
    if (this.#mode === 'fatal') throw new NonconformanceError(this.#id, finding, response?.exchange)
  }

  #findingOf(response: ApiResponse | undefined, { message, at, expected, actual }: Mismatch): Finding {
    const { evidence, run } = this.#compute
    const step = evidence.steps.at(-1)
    return {
      message: redactedExcerpt(run.redactor, message),
      at: redactedExcerpt(run.redactor, at),
      expected: redactedExcerpt(run.redactor, expected),
      actual: redactedExcerpt(run.redactor, actual),
      ...(step === undefined ? {} : { step }),
      ...(response ? { exchange: response.exchange.index, curl: curlOf(response.exchange) } : {}),
    }
  }

  matches(response: ApiResponse, ...matchers: readonly Matcher[]): void {
    const mismatches = matchers.map((matcher) => matcher(response))
    this.#record(
      response,
      mismatches.find((mismatch) => mismatch !== undefined),
    )
  }

  isSuccess(response: ApiResponse): void {
    this.matches(response, isSuccess)
  }

  isRejected(response: ApiResponse): void {
    this.matches(response, isRejected)
  }

  hasListedStatus(response: ApiResponse): void {
    this.matches(response, hasStatus(...requirement(this.#id).codes))
  }

  async eventually(read: () => Promise<ApiResponse>, matcher: Matcher, timeoutMs: number): Promise<ApiResponse> {
    const { clock } = this.#compute.run
    let mismatch: Mismatch | undefined
    const { value: response } = await pollResponse(
      read,
      (current) => {
        mismatch = matcher(current)
        return mismatch === undefined
      },
      timeoutMs,
      clock,
    )
    const late = mismatch && {
      ...mismatch,
      message: `${mismatch.message.replace(/\.$/, '')}, still after ${timeoutMs / 1000} s.`,
    }
    this.#record(response, late)
    return response
  }

  async reachesStatus(
    serverId: string,
    status: 'ACTIVE' | 'SHUTOFF',
    after: string,
    timeoutMs: number,
  ): Promise<WaitResult> {
    return this.waitFor(serverId, { after, until: isAtRest(status), wanted: status, timeoutMs })
  }

  async waitFor(serverId: string, options: WaitOptions): Promise<WaitResult> {
    const result = await waitForServer(this.#compute, serverId, options)
    this.#record(result.response, result.mismatch)
    return result
  }

  async isDeleted(serverId: string, timeoutMs: number): Promise<WaitResult> {
    const wanted = 'deleted (404 or status DELETED)'
    return this.waitFor(serverId, { after: 'delete', until: isDeletedServer, wanted, timeoutMs })
  }

  async isRejectedOrFails(response: ApiResponse, timeoutMs: number): Promise<void> {
    const id = response.string('body/server/id')
    if (!response.isSuccess || id === undefined) {
      this.isRejected(response)
      return
    }
    const isFailed = (shown: ApiResponse) => shown.at('body/server/status') === 'ERROR'
    const isOver = (shown: ApiResponse) => isFailed(shown) || isAtRest('ACTIVE')(shown) || shown.status === 404
    const { response: last } = await waitForServer(this.#compute, id, {
      after: 'create',
      until: isOver,
      wanted: 'ERROR',
      timeoutMs,
    })
    if (isFailed(last)) this.#record(response, undefined, 'ERROR later')
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

  pass(variant?: string): void {
    this.#record(undefined, undefined, variant)
  }
}
