import type { Evidence, OperationId, Phase, RequirementId } from '#model'
import { findingOf } from '../assertions/finding.ts'
import type { Mismatch } from '../assertions/matchers.ts'
import { InconclusiveError, QuotaReachedError } from '../errors.ts'
import type { Admission } from '../fixtures/admission.ts'
import type { ObservedCall } from '../oracle/observation.ts'
import { shownToken } from '../redaction/sent-token.ts'
import { createdServerName, creationOf } from '../resources/created-resource.ts'
import { adoptListed, beginCreation, recordFailedCreation } from '../resources/creation-tracking.ts'
import { namedCreateOf } from '../resources/named-creates.ts'
import { assertNotEarlier, readEarlier, readEarlierServers } from '../resources/read-earlier.ts'
import { recordServerOrReservation } from '../resources/reserved-servers.ts'
import { trackResources } from '../resources/track-resources.ts'
import type { RunContext } from '../run-context.ts'
import type { RawResponse } from '../transport/http-message.ts'
import type { WaitName } from '../waiting/pace.ts'
import { type PacedPoll, pollAtPace } from '../waiting/paced-poll.ts'
import type { PollResult } from '../waiting/polling.ts'
import { recordEndlessTask, type WaitOptions, type WaitResult, waitForServer } from '../waiting/wait-for-server.ts'
import { assertNotForStatus, assertReadable, assertUnambiguous } from './ambiguous-response.ts'
import { ApiResponse } from './api-response.ts'
import { checkExchange, injectedFaultOf } from './contract-check.ts'
import { sendWithDemandedBody } from './demanded-body.ts'
import { createNamedWithinQuota } from './keypair-quota.ts'
import { sendAgainAfterError } from './momentary-errors.ts'
import { checkOracle, observedCall } from './oracle-check.ts'
import {
  type CallOptions,
  type OutgoingRequest,
  operationRequest,
  type RawCall,
  rawRequest,
  requestHeaders,
} from './outgoing-request.ts'
import { isQuotaRejection } from './quota.ts'
import { recordExchange, redactUrl } from './record-exchange.ts'
import { sendUnlessCreated, sendWithBusyRetries, serverExists } from './resend.ts'
import { admitServers, lowerToQuota, requestedServers, sendUntilQuotaIsFreed } from './server-admission.ts'
import { recordResponse, unansweredError } from './unanswered-error.ts'
import { shownOrListed, startsReadingLists } from './unshown-server.ts'
import { deleteUnconfirmed, deleteUnwanted } from './unwanted-server.ts'

/** The functions of a test that its client needs. */
export interface TestHooks {
  /** Ends the test as skipped. */
  skip(reason: string): never
  /** Aborted when the test is to stop. Cleanup ignores it. */
  readonly signal: AbortSignal
}

/** The number of retries of a create that exceeds the quota of the tenant. */
const maxQuotaRetries = 3

/** The API client of one test. Every exchange is recorded as evidence and validated against the OpenAPI description. */
export class ComputeClient {
  readonly run: RunContext
  readonly evidence: Evidence
  /** The purpose of the requests, which decides how they are recorded and whether the end of the test aborts them. */
  readonly phase: Phase
  /** Ids of all servers that the test has created itself, on purpose or not. */
  readonly createdServerIds: string[]
  readonly #test: TestHooks

  constructor(
    run: RunContext,
    evidence: Evidence,
    test: TestHooks,
    { phase = 'act', createdServerIds = [] }: { readonly phase?: Phase; readonly createdServerIds?: string[] } = {},
  ) {
    this.run = run
    this.evidence = evidence
    this.phase = phase
    this.createdServerIds = createdServerIds
    this.#test = test
  }

  /** Returns the same client for requests with another purpose. */
  withPhase(phase: Phase): ComputeClient {
    return new ComputeClient(this.run, this.evidence, this.#test, { phase, createdServerIds: this.createdServerIds })
  }

  /** Returns the same client with a separate list of created servers. */
  withOwnResources(): ComputeClient {
    return new ComputeClient(this.run, this.evidence, this.#test, { phase: this.phase })
  }

  /** Ends the test as skipped. */
  skip(reason: string): never {
    return this.#test.skip(reason)
  }

  /**
   * Calls a documented operation and returns the response, whatever its status.
   * @throws InconclusiveError when there is no usable response, or only one about the tenant's quota
   */
  async call(operation: OperationId, call: CallOptions = {}): Promise<ApiResponse> {
    const request = operationRequest(this.run.settings, operation, call)
    if (operation === 'createServer') return this.#createServer(request)
    const namedCreate = namedCreateOf(operation)
    if (namedCreate) return createNamedWithinQuota(this, request, namedCreate, () => this.#exchangeWhileBusy(request))
    const response = await sendWithDemandedBody(this, request, (one) => this.#exchangeWhileBusy(one))
    assertNotForStatus(request, response, call.path?.['serverId'])
    if (operation === 'listServers' || operation === 'listServersDetail')
      for (const id of adoptListed(this, request, response)) void deleteUnwanted(this, id)
    if (operation === 'showServer') return shownOrListed(this, request, call.path?.['serverId'] ?? '', response)
    return response
  }

  /**
   * Sends any other request to the target or a companion service. The response is not validated. Errors as for `call`.
   */
  async request(call: RawCall): Promise<ApiResponse> {
    return this.#exchangeWhileBusy(rawRequest(call))
  }

  /**
   * Polls until a condition holds, or until the timeout `name`. `key` names the awaited effect: a later wait for an effect that has timed out
   * before is shorter. `isFinal` tells whether a response shows that the effect will not come.
   */
  poll(
    read: () => Promise<ApiResponse>,
    isDone: (response: ApiResponse, elapsedMs: number) => boolean,
    name: WaitName,
    key: string,
    isFinal?: PacedPoll['isFinal'],
  ): Promise<PollResult<ApiResponse>> {
    return pollAtPace(this.run, { read, isDone, name, key, ...(isFinal && { isFinal }) })
  }

  /** Waits for a server without asserting anything. `onResponse` receives every response of showServer. */
  waitForServer(id: string, options: WaitOptions, onResponse?: (response: ApiResponse) => void): Promise<WaitResult> {
    const isReadElsewhere = (last: ApiResponse) => startsReadingLists(this, id, last)
    const waited = waitForServer(this, id, { isReadElsewhere, ...options }, onResponse)
    return waited.then((result) => recordEndlessTask(this, result))
  }

  /** Records a violation that was observed while arranging or cleaning up. It does not end the test. */
  recordViolation(requirement: RequirementId, response: ApiResponse, mismatch: Mismatch): void {
    this.evidence.assertions.push({ requirement, by: 'fixture', finding: findingOf(this, response, mismatch) })
  }

  /** Sends a create once its servers fit into the limit of the run. After a rejection by the tenant's quota a usual one is sent again. */
  async #createServer(request: OutgoingRequest): Promise<ApiResponse> {
    const { run } = this
    if (run.settings.readOnly) return this.#exchange(request)
    await readEarlierServers(this.withPhase('arrange'))
    await deleteUnconfirmed(this)
    const create = { name: createdServerName(request.content), isInvalid: request.isInvalid }
    const exists = () => serverExists(this, create.name, requestedServers(request.content))
    const send = () => this.#exchangeWhileBusy(request, () => this.#sendCreate(request))
    for (let retries = 0; ; retries++) {
      const response = await sendUntilQuotaIsFreed(run, () => sendUnlessCreated(send, create, exists, run.clock))
      // The test asserts the status of an invalid request itself.
      if (!request.isInvalid) assertReadable(response)
      if (!isQuotaRejection(response) || request.isCostly || retries === maxQuotaRetries) return response
      lowerToQuota(run, response)
      if (request.isPooled) throw new QuotaReachedError("The tenant's quota allows no more servers.")
    }
  }

  async #sendCreate(request: OutgoingRequest): Promise<ApiResponse> {
    const count = requestedServers(request.content)
    const name = createdServerName(request.content)
    const admission = await admitServers(this.withPhase('cleanup'), request.isCostly ? 1 : count, name)
    // A request that ends with an error may have created its servers.
    return this.#exchange(request, admission).finally(() => admission.settle([], count))
  }

  #exchangeWhileBusy(
    request: OutgoingRequest,
    send = () => sendAgainAfterError(request, this.run, () => this.#exchange(request)),
  ): Promise<ApiResponse> {
    return sendWithBusyRetries(request, send, this.run, this.#signal)
  }

  async #exchange(request: OutgoingRequest, admission?: Admission): Promise<ApiResponse> {
    const { run } = this
    const { method, url, operation, content } = request
    if (run.settings.readOnly && method !== 'GET')
      this.#test.skip(`--read-only: ${method} ${redactUrl(run.redactor, url)} was not sent`)
    const headers = requestHeaders(run, request)
    assertNotEarlier(run, request)
    const creation = creationOf(operation, content) ?? request.creates
    if (creation && creation.kind !== 'server') await readEarlier(this.withPhase('arrange'), creation.kind)
    const pending = creation && beginCreation(run, creation, request, admission)
    // An action that has been carried out is rejected the second time; a created resource would exist twice.
    const isIdempotent = creation === undefined
    const call = observedCall(request)
    if (call) run.oracle.begin(call)
    const sentAt = run.clock.now()
    const sent = { method, url, headers, body: request.body, isIdempotent }
    const send = () => run.send(sent, this.#signal, this.phase === 'wait' || this.phase === 'arrange')
    const raw = await send().catch(async (error: unknown) => {
      if (call) run.oracle.abandon(call, Date.now())
      this.#noteFailure(error)
      if (pending) await recordFailedCreation(this, pending, error)
      throw await unansweredError(this, request, { error, sentAt, send })
    })
    const response = this.#record(request, headers, raw)
    recordResponse(this, request, raw, sentAt)
    if (pending) await recordServerOrReservation(this, pending, response, raw.isRepeated)
    trackResources(run, request, response)
    if (method !== 'GET' && response.isSuccess) run.pace.recordChange(raw.ms)
    if (call) this.#compareWithEarlier(call, raw, response)
    if (operation) checkExchange(this, { request, operation, raw, response })
    try {
      assertUnambiguous(raw, response, this.phase)
    } catch (error) {
      this.#noteFailure(error)
      throw error
    }
    return response
  }

  /** Passes a response to the oracle, unless it does not show what the request did. */
  #compareWithEarlier(call: ObservedCall, raw: RawResponse, response: ApiResponse): void {
    // The rejection of a retry does not show whether the first attempt had an effect.
    const isUncertain = injectedFaultOf(raw) !== undefined || (raw.isRepeated === true && !response.isSuccess)
    if (isUncertain) this.run.oracle.abandon(call, Date.now())
    else checkOracle(this.evidence, this.run, call, response)
  }

  /** Records why there is no usable response, because the test may continue without it. */
  #noteFailure(error: unknown): void {
    if (error instanceof InconclusiveError && this.phase !== 'cleanup')
      this.evidence.failedRequests.push(this.run.redactor.redact(error.message))
  }

  get #signal(): AbortSignal | undefined {
    return this.phase === 'cleanup' ? undefined : this.#test.signal
  }

  /** Adds the exchange to the evidence. The headers of the returned response are complete and include secrets. */
  #record(
    { method, url, body, operation, content, token }: OutgoingRequest,
    headers: Record<string, string>,
    raw: RawResponse,
  ): ApiResponse {
    const { run, phase, evidence } = this
    const injectedFault = injectedFaultOf(raw)
    if (injectedFault !== undefined && phase !== 'cleanup') evidence.injectedFaults.push(injectedFault)
    // A response with an injected fault does not count as a response of the target's operation.
    const covered = injectedFault === undefined ? operation : undefined
    const shown = shownToken(token, run.settings)
    const context = { index: run.nextExchangeIndex(), operation: covered, phase, shownToken: shown }
    const exchange = recordExchange(run.redactor, context, { method, url, headers, body }, raw)
    evidence.exchanges.push(exchange)
    return new ApiResponse({ ...exchange, headers: raw.headers }, raw.text, run.traits, content)
  }
}
