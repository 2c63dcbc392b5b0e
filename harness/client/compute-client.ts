import { operationSpec } from '#contract'
import type { Evidence, OperationId, Phase } from '#model'
import { InconclusiveError } from '../errors.ts'
import type { RunContext } from '../run-context.ts'
import { RequestError } from '../transport/request-error.ts'
import { rejectAmbiguous } from './ambiguous-response.ts'
import { ApiResponse, resolvePointer } from './api-response.ts'
import { checkContract } from './contract-check.ts'
import { creationOf as creations, isUsableId, pathSegment, type ResourceCreation } from './created-resource.ts'
import { curl } from './curl.ts'
import { recordExchange, redactUrl } from './record-exchange.ts'

export interface Call {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number>> | readonly (readonly [string, string | number])[]
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, for bodies that are not JSON. */
  readonly rawBody?: string
  /** Instead of the run's own tenant and token; `token: null` sends none. */
  readonly tenant?: string
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** A request to anything that is not a documented operation: companion services, undocumented paths. */
export interface RawCall {
  readonly method: string
  readonly url: string
  readonly body?: unknown
  readonly token?: string | null
  readonly creates?: ResourceCreation
}

/** What a client needs of the test it works for. */
export interface TestHooks {
  /** Ends the test as skipped. */
  skip(reason: string): never
  /** Aborted when the test is to stop. Clearing up does not heed it. */
  readonly signal: AbortSignal
}

/** Speaks to the target one operation at a time. Every exchange becomes evidence and is held against the contract. */
export class ComputeClient {
  readonly run: RunContext
  readonly evidence: Evidence
  readonly phase: Phase
  /** Ids of servers that the test itself brought into being, wanted or not. */
  readonly createdServerIds: string[]
  readonly #test: TestHooks

  constructor(session: RunContext, evidence: Evidence, test: TestHooks, phase: Phase = 'act', made: string[] = []) {
    this.run = session
    this.evidence = evidence
    this.phase = phase
    this.createdServerIds = made
    this.#test = test
  }

  /** The same client for another purpose: arranging, waiting, clearing up. */
  withPhase(phase: Phase): ComputeClient {
    return new ComputeClient(this.run, this.evidence, this.#test, phase, this.createdServerIds)
  }

  /** The same client with an account of its own of what it brings into being. */
  withOwnResources(): ComputeClient {
    return new ComputeClient(this.run, this.evidence, this.#test, this.phase)
  }

  /** Ends the test as skipped. */
  skip(reason: string): never {
    return this.#test.skip(reason)
  }

  /** Makes a documented call. Any answer is returned; no answer is Inconclusive. */
  async call(operation: OperationId, call: Call = {}): Promise<ApiResponse> {
    const { settings } = this.run
    const contract = operationSpec(operation)
    const tenant = call.tenant ?? settings.tenant
    const path = contract.path
      .replace(/^\/v2\/\{tenantId\}/, `/${pathSegment(tenant)}`)
      .replaceAll(/\{(\w+)\}/g, (_, name: string) => pathSegment(call.path?.[name] ?? ''))
    const base = operation === 'listVersions' ? settings.url : settings.computeUrl
    const url = new URL(base + path)
    const pairs = Array.isArray(call.query) ? call.query : Object.entries(call.query ?? {})
    for (const [name, value] of pairs) url.searchParams.append(String(name), String(value))
    const body = call.rawBody ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
    return this.#exchange({
      method: contract.method,
      url: url.href,
      body,
      token: call.token,
      isOwnTenant: tenant === settings.tenant,
      headers: call.headers,
      operation,
      sent: call.body,
    })
  }

  /** Makes any other call of the target or of a companion service; the contract does not watch it. */
  async request({ method, url, body, token, creates }: RawCall): Promise<ApiResponse> {
    return this.#exchange({
      method,
      url,
      body: body === undefined ? undefined : JSON.stringify(body),
      token,
      sent: body,
      creates,
    })
  }

  async #exchange(request: OutgoingRequest): Promise<ApiResponse> {
    const { run } = this
    const { method, url, body, operation } = request
    if (run.settings.readOnly && method !== 'GET')
      this.#test.skip(`--read-only: ${method} ${redactUrl(run.redactor, url)} was not sent`)
    const headers = this.#headers(request)
    const making = creations(operation, request.sent) ?? request.creates
    const note = making ? { making, ref: run.journal.recordIntent(making.kind, making.name) } : undefined
    const raw = await run
      .send(
        { method, url, headers, body },
        this.phase === 'cleanup' ? undefined : this.#test.signal,
        this.phase === 'wait',
      )
      .catch((error: unknown) => this.#unanswered(error, note))
    const injected = raw.headers['x-emulator-fault']
    if (injected !== undefined && this.phase !== 'cleanup') this.evidence.injectedFaults.push(injected)
    const index = run.nextExchange()
    const exchange = recordExchange(
      run.redactor,
      // What the emulator was told to answer covers nothing of the target.
      { index, operation: injected === undefined ? operation : undefined, phase: this.phase },
      { method, url, headers, body },
      raw,
    )
    this.evidence.exchanges.push(exchange)
    const response = new ApiResponse({ ...exchange, headers: raw.headers }, raw.text)
    if (note) this.#journal(note.making, note.ref, url, response)
    this.#noteRemoval(method, url, response)
    if (operation) {
      const isAuthorized = request.token === undefined && request.isOwnTenant !== false
      const asked = {
        operation,
        sent: request.sent,
        isUtf8: raw.isUtf8,
        isAuthorized,
        isInjected: injected !== undefined,
      }
      checkContract(this.evidence, run.redactor, asked, response)
    }
    rejectAmbiguous(raw, response, this.phase)
    return response
  }

  #headers({ url, body, token, operation, headers }: OutgoingRequest): Record<string, string> {
    const { settings } = this.run
    const needsNone = token === null || (operation === 'listVersions' && token === undefined)
    const origin = new URL(url).origin
    if (!needsNone && !this.run.origins.has(origin))
      throw new InconclusiveError(`The token is for the target and its companion services, not for ${origin}.`)
    return {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(needsNone ? {} : { 'x-auth-token': token ?? settings.token }),
      ...headers,
    }
  }

  /** What a create came to that had no answer: nothing, when it was never sent; else it is looked for by its name. */
  async #unanswered(error: unknown, note: PendingCreation | undefined): Promise<never> {
    if (note && error instanceof RequestError) {
      const { making, ref } = note
      if (!error.mayHaveTakenEffect) this.run.journal.recordRejected(making.kind, ref)
      else if (making.kind === 'server') await this.#findOrphans(making, ref).catch(() => undefined)
    }
    throw error
  }

  /** Finds servers of an unanswered create, so that the test takes them back. Others are few, cheap, and left to the end of the run. */
  async #findOrphans(making: ResourceCreation, ref: number): Promise<void> {
    const clearing = this.withPhase('cleanup')
    const { journal, settings } = this.run
    const found = await clearing.call('listServers', { query: { name: making.name } })
    for (const element of found.array('body/servers')) {
      const [id, name] = [resolvePointer(element, 'server/id'), resolvePointer(element, 'server/name')]
      const isOurs = typeof name === 'string' && (name === making.name || name.startsWith(`${making.name}-`))
      if (!isOurs || typeof id !== 'string' || !isUsableId(id)) continue
      this.createdServerIds.push(id)
      const url = making.urlOf(id, `${settings.computeUrl}/${pathSegment(settings.tenant)}/servers`, settings)
      journal.recordCreated(making.kind, ref, id, url, deleteCommand(url), name)
    }
  }

  /** Writes down what a create came to. It listens to answers instead of being told, so a request that should have been refused leaves nothing behind either. */
  #journal(making: ResourceCreation, ref: number, url: string, response: ApiResponse): void {
    const { journal, settings } = this.run
    const id = response.isSuccess ? making.idIn(response) : undefined
    if (id === undefined || !isUsableId(id) || this.run.redactor.redact(id) !== id) {
      // A success without a usable id stays an open intent: clean-up then looks for it by its name.
      if (!response.isSuccess) journal.recordRejected(making.kind, ref)
      return
    }
    if (making.kind === 'server' && this.phase === 'act') this.createdServerIds.push(id)
    const removal = making.urlOf(id, url, settings)
    journal.recordCreated(making.kind, ref, id, removal, deleteCommand(removal), making.name)
  }

  /** A read that finds nothing, or a delete that takes effect at once, means that what the URL names is gone. */
  #noteRemoval(method: string, url: string, response: ApiResponse): void {
    // Nova may show a server for a moment after it is gone.
    const isShownDeleted = method === 'GET' && response.string('body/server/status') === 'DELETED'
    const gone = isShownDeleted || (response.status === 404 && (method === 'GET' || method === 'DELETE'))
    const atOnce = method === 'DELETE' && response.isSuccess && !/\/(servers|volumes)\/[^/]+$/.test(url)
    if (gone || atOnce) this.run.journal.recordRemoved(url)
  }
}

interface OutgoingRequest {
  readonly method: string
  readonly url: string
  readonly body: string | undefined
  readonly token: string | null | undefined
  readonly isOwnTenant?: boolean
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly operation?: OperationId
  readonly sent: unknown
  readonly creates?: ResourceCreation | undefined
}

interface PendingCreation {
  readonly making: ResourceCreation
  readonly ref: number
}

const deleteCommand = (url: string): string => curl({ method: 'DELETE', url, headers: { 'X-Auth-Token': '' } })
