import { requirement } from '#contract'
import type { Finding, RequirementId } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import type { ComputeClient } from '../client/compute-client.ts'
import { curlOf } from '../client/curl.ts'
import { redactedExcerpt } from '../client/record-exchange.ts'
import { InconclusiveError, NonconformanceError } from '../errors.ts'
import { hasStatus, isRejected, isSuccess, type Matcher, type Mismatch } from './matchers.ts'
import { isAtRest, isDeletedServer, poll, type WaitOptions, type WaitResult, waitForServer } from './polling.ts'

/** Judges one requirement. Every method says in the end whether the target fulfils it; none arranges anything. */
export interface RequirementAssertion {
  /** The answer passes all checks. */
  matches(response: ApiResponse, ...checks: readonly Matcher[]): void
  /** The answer is a success (2xx). */
  isSuccess(response: ApiResponse): void
  /** The answer is a refusal (4xx). */
  isRejected(response: ApiResponse): void
  /** The status is one of those that the register lists for the requirement. */
  hasListedStatus(response: ApiResponse): void
  /** Read again and again, the answer passes the check within `timeoutMs` milliseconds. */
  eventually(read: () => Promise<ApiResponse>, check: Matcher, timeoutMs: number): Promise<ApiResponse>
  /** The server comes to rest in a status. */
  reachesStatus(serverId: string, status: 'ACTIVE' | 'SHUTOFF', after: string, timeoutMs: number): Promise<WaitResult>
  /** The server comes to what is described. */
  waitFor(serverId: string, watch: WaitOptions): Promise<WaitResult>
  /** The server is not found any more. */
  isDeleted(serverId: string, timeoutMs: number): Promise<WaitResult>
  /** A create that must not come to anything: refused at once, or its server ends in ERROR; never ACTIVE. */
  isRejectedOrFails(response: ApiResponse, timeoutMs: number): Promise<void>
  /** A comparison across answers; `fault` describes it when it does not hold. `answer` is the one to show. */
  holds(holds: boolean, response: ApiResponse, fault: Mismatch): void
  /** Nothing more to look at: what has been seen fulfils the requirement, by this accepted reading if it is contested. */
  pass(variant?: string): void
}

/** Whether a violation ends the test or is recorded only. */
type AssertionMode = 'fatal' | 'soft'

class RecordedAssertion implements RequirementAssertion {
  readonly #id: RequirementId
  readonly #compute: ComputeClient
  readonly #stance: AssertionMode

  constructor(id: RequirementId, compute: ComputeClient, stance: AssertionMode) {
    this.#id = id
    this.#compute = compute
    this.#stance = stance
  }

  #record(response: ApiResponse | undefined, fault: Mismatch | undefined, variant?: string): void {
    const { evidence, run } = this.#compute
    const judgement = { requirement: this.#id, by: 'suite' as const, ...(variant === undefined ? {} : { variant }) }
    if (!fault) {
      if (evidence.injectedFaults.length === 0) evidence.assertions.push(judgement)
      return
    }
    const step = evidence.steps.at(-1)
    const finding: Finding = {
      message: redactedExcerpt(run.redactor, fault.message),
      at: redactedExcerpt(run.redactor, fault.at),
      expected: redactedExcerpt(run.redactor, fault.expected),
      actual: redactedExcerpt(run.redactor, fault.actual),
      ...(step === undefined ? {} : { step }),
      ...(response ? { exchange: response.exchange.index, curl: curlOf(response.exchange) } : {}),
    }
    evidence.assertions.push({ ...judgement, finding })
    if (this.#stance === 'fatal') throw new NonconformanceError(this.#id, finding, response?.exchange)
  }

  matches(response: ApiResponse, ...checks: readonly Matcher[]): void {
    this.#record(
      response,
      checks.map((check) => check(response)).find((fault) => fault !== undefined),
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

  async eventually(read: () => Promise<ApiResponse>, check: Matcher, timeoutMs: number): Promise<ApiResponse> {
    const { response, fault } = await poll(read, check, timeoutMs)
    this.#record(
      response,
      fault && { ...fault, message: `${fault.message.replace(/\.$/, '')}, for ${timeoutMs / 1000} s.` },
    )
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

  async waitFor(serverId: string, watch: WaitOptions): Promise<WaitResult> {
    const arrival = await waitForServer(this.#compute, serverId, watch)
    this.#record(arrival.response, arrival.mismatch)
    return arrival
  }

  async isDeleted(serverId: string, timeoutMs: number): Promise<WaitResult> {
    return this.waitFor(serverId, {
      after: 'delete',
      until: isDeletedServer,
      wanted: 'gone (404, or DELETED)',
      timeoutMs,
    })
  }

  async isRejectedOrFails(response: ApiResponse, timeoutMs: number): Promise<void> {
    const id = response.string('body/server/id')
    if (!response.isSuccess || id === undefined) {
      this.isRejected(response)
      return
    }
    const failed = (seen: ApiResponse) => seen.at('body/server/status') === 'ERROR'
    const ended = (seen: ApiResponse) => failed(seen) || isAtRest('ACTIVE')(seen) || seen.status === 404
    const { response: last } = await waitForServer(this.#compute, id, {
      after: 'create',
      until: ended,
      wanted: 'ERROR',
      timeoutMs,
    })
    const fault = {
      message: 'The request was accepted, and its server did not end in ERROR.',
      at: 'body/server/status',
      expected: 'a refusal (4xx), or ERROR',
      actual: last.string('body/server/status') ?? String(last.status),
    }
    this.#record(response, failed(last) ? undefined : fault, failed(last) ? 'ERROR later' : undefined)
  }

  holds(holds: boolean, response: ApiResponse, fault: Mismatch): void {
    this.#record(response, holds ? undefined : fault)
  }

  pass(variant?: string): void {
    this.#record(undefined, undefined, variant)
  }
}

/** Creates assertions: `verify(id)` ends the test at the first violation, `verify.soft(id)` records it and goes on. */
export interface Verify {
  (id: RequirementId): RequirementAssertion
  soft(id: RequirementId): RequirementAssertion
}

/**
 * The `verify` of one test. It accepts only the requirements that the test declares with `verifies(…)`, and throws a TypeError
 * for any other. Violations of a requirement that the profile or the selection leaves out never end the test.
 */
export function createVerify(
  compute: ComputeClient,
  declared: readonly RequirementId[],
  isSelected: (id: RequirementId) => boolean,
): Verify {
  const assertion =
    (mode: AssertionMode) =>
    (id: RequirementId): RequirementAssertion => {
      if (!declared.includes(id)) throw new TypeError(`This test asserts ${id} without declaring it in verifies(…).`)
      return new RecordedAssertion(id, compute, isSelected(id) ? mode : 'soft')
    }
  return Object.assign(assertion('fatal'), { soft: assertion('soft') })
}

/** Ends the test without a judgement unless something that was only arranged is there. */
export function assumeDefined<T>(value: T | undefined, sentence: string): T {
  if (value === undefined) throw new InconclusiveError(sentence)
  return value
}

/**
 * States a precondition of a test: throws an InconclusiveError with the sentence unless the condition holds, so that the test
 * neither passes nor fails.
 */
export function assume(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new InconclusiveError(sentence)
}
