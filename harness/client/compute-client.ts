import type { Evidence, OperationId, Phase } from '#model'
import { InconclusiveError } from '../errors.ts'
import type { RunContext } from '../run-context.ts'
import type { RawResponse } from '../transport/http-message.ts'
import { assertUnambiguous } from './ambiguous-response.ts'
import { ApiResponse } from './api-response.ts'
import { checkContract } from './contract-check.ts'
import { creationOf } from './created-resource.ts'
import { beginCreation, recordCreation, recordFailedCreation, recordRemoval } from './creation-tracking.ts'
import {
  type CallOptions,
  type OutgoingRequest,
  operationRequest,
  type RawCall,
  rawRequest,
} from './outgoing-request.ts'
import { recordExchange, redactUrl } from './record-exchange.ts'

/** What a client needs from the test that it works for. */
export interface TestHooks {
  /** Ends the test as skipped. */
  skip(reason: string): never
  /** Aborted when the test is to stop. Clean-up ignores it. */
  readonly signal: AbortSignal
}

/** The API client of one test. Every exchange is recorded as evidence and validated against the OpenAPI description. */
export class ComputeClient {
  readonly run: RunContext
  readonly evidence: Evidence
  /** The purpose of the requests, which decides how they are recorded and whether the test's end aborts them. */
  readonly phase: Phase
  /** Ids of all servers that the test has created itself, wanted or not. */
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

  /** The same client for requests with another purpose. */
  withPhase(phase: Phase): ComputeClient {
    return new ComputeClient(this.run, this.evidence, this.#test, { phase, createdServerIds: this.createdServerIds })
  }

  /** The same client with a list of created servers of its own. */
  withOwnResources(): ComputeClient {
    return new ComputeClient(this.run, this.evidence, this.#test, { phase: this.phase })
  }

  /** Ends the test as skipped. */
  skip(reason: string): never {
    return this.#test.skip(reason)
  }

  /**
   * Calls a documented operation and returns the response, whatever its status.
   * @throws InconclusiveError when there is no usable response
   */
  async call(operation: OperationId, call: CallOptions = {}): Promise<ApiResponse> {
    return this.#exchange(operationRequest(this.run.settings, operation, call))
  }

  /**
   * Sends any other request to the target or a companion service. The response is not validated. Errors as for `call`.
   */
  async request(call: RawCall): Promise<ApiResponse> {
    return this.#exchange(rawRequest(call))
  }

  async #exchange(request: OutgoingRequest): Promise<ApiResponse> {
    const { run } = this
    const { method, url, operation, content } = request
    if (run.settings.readOnly && method !== 'GET')
      this.#test.skip(`--read-only: ${method} ${redactUrl(run.redactor, url)} was not sent`)
    const headers = this.#headers(request)
    const creation = creationOf(operation, content) ?? request.creates
    const pending = creation && beginCreation(run, creation)
    const raw = await run
      .send({ method, url, headers, body: request.body }, this.#signal, this.phase === 'wait')
      .catch(async (error: unknown) => {
        if (pending) await recordFailedCreation(this, pending, error)
        throw error
      })
    const response = this.#record(request, headers, raw)
    if (pending) recordCreation(this, pending, url, response)
    recordRemoval(run, method, url, response)
    if (operation) {
      const { isAuthorized } = request
      const isInjected = injectedFaultOf(raw) !== undefined
      const context = { operation, content, isUtf8: raw.isUtf8, isAuthorized, isInjected }
      checkContract(this.evidence, run.redactor, context, response)
    }
    assertUnambiguous(raw, response, this.phase)
    return response
  }

  get #signal(): AbortSignal | undefined {
    return this.phase === 'cleanup' ? undefined : this.#test.signal
  }

  #headers({ url, body, token, headers }: OutgoingRequest): Record<string, string> {
    const { settings, origins } = this.run
    const { origin } = new URL(url)
    if (token !== null && !origins.has(origin))
      throw new InconclusiveError(`The token must not be sent to ${origin}, which is not the target's or a service's.`)
    return {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { 'x-auth-token': token ?? settings.token }),
      ...headers,
    }
  }

  /** Adds the exchange to the evidence. The returned response has all headers, with their secrets. */
  #record(
    { method, url, body, operation }: OutgoingRequest,
    headers: Record<string, string>,
    raw: RawResponse,
  ): ApiResponse {
    const { run, phase, evidence } = this
    const injectedFault = injectedFaultOf(raw)
    if (injectedFault !== undefined && phase !== 'cleanup') evidence.injectedFaults.push(injectedFault)
    // A response with an injected fault covers no operation of the target.
    const covered = injectedFault === undefined ? operation : undefined
    const context = { index: run.nextExchangeIndex(), operation: covered, phase }
    const exchange = recordExchange(run.redactor, context, { method, url, headers, body }, raw)
    evidence.exchanges.push(exchange)
    return new ApiResponse({ ...exchange, headers: raw.headers }, raw.text)
  }
}

/** The fault that the emulator was configured to show and reports in this response. */
const injectedFaultOf = ({ headers }: RawResponse): string | undefined => headers['x-emulator-fault']
