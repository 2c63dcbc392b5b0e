import { createHash } from 'node:crypto'
import { type OperationMatch, parseJson, requestViolations } from '#contract'
import {
  type Edition,
  type Evidence,
  type Exchange,
  emptyEvidence,
  type Finding,
  type RequirementId,
  type Selection,
} from '#model'
import { findingOf } from '../assertions/finding.ts'
import { ApiResponse } from '../client/api-response.ts'
import { checkExchange } from '../client/contract-check.ts'
import type { OutgoingRequest } from '../client/outgoing-request.ts'
import { recordExchange } from '../client/record-exchange.ts'
import { requestKind } from '../client/request-kind.ts'
import { type ObservedCall, requestedChange } from '../oracle/observation.ts'
import { OutdatedReads } from '../oracle/outdated-reads.ts'
import { createRedactor } from '../redaction/redactor.ts'
import { TaintedResources } from '../resources/tainted-resources.ts'
import type { RawRequest, RawResponse } from '../transport/http-message.ts'
import { AcceptedInvalidRequests, hasUnknownEffect } from './accepted-invalid-requests.ts'
import { AccessRules } from './access-rules.ts'
import { AssumedExistence } from './assumed-existence.ts'
import { inEdition, isInEdition, matchInAnyEdition } from './editions.ts'
import { ExchangeHistory } from './exchange-history.ts'
import { observedResponse } from './observed-response.ts'
import { isOtherProtocol } from './other-protocols.ts'
import type { TrafficCall } from './rules/traffic-rule.ts'
import { TenantOracles } from './tenant-oracles.ts'
import { possiblyChangedServer } from './undocumented-changes.ts'

/** Options of a TrafficObserver. */
export interface TrafficObserverOptions {
  /** The edition of the document that the responses are compared with. */
  readonly edition: Edition
  /** How long an accepted change may take to become visible everywhere, in milliseconds. */
  readonly graceMs: number
  /** Requirements that do not apply to the target. */
  readonly off?: Selection['off']
  /** Whether the same exchange may be observed twice, as in two recordings of the same traffic. */
  readonly mayRepeat?: boolean
}

/** A requirement that a response violates. */
export interface TrafficViolation {
  readonly requirement: RequirementId
  readonly finding: Finding
}

/** A request that was sent; `match` is undefined when it belongs to no operation of any edition of the document. */
export interface PendingExchange {
  readonly request: RawRequest
  readonly match: OperationMatch | undefined
  readonly call: TrafficCall | undefined
  /** Identifies the tenant that the request is for. */
  readonly scope: string
}

/** How many findings are kept per requirement; later ones are only counted. */
const maxFindings = 20

const parse = (text: string | undefined): unknown => (text === undefined || text === '' ? undefined : parseJson(text))

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')

/**
 * Observes requests of any clients to a target (passive testing), and compares the responses with the OpenAPI description and with each
 * other. It sends no requests itself and knows nothing about unobserved clients: a resource is compared only with observed requests.
 */
export class TrafficObserver {
  readonly evidence: Evidence = emptyEvidence()
  /** Removes the secrets that the traffic has revealed so far. */
  readonly redactor = createRedactor([])
  readonly #edition: Edition
  readonly #off: Selection['off']
  readonly #graceMs: number
  readonly #mayRepeat: boolean
  #oracles: TenantOracles
  readonly #outdatedReads: OutdatedReads
  readonly #tainted = new TaintedResources()
  readonly #acceptedInvalid = new AcceptedInvalidRequests()
  readonly #access = new AccessRules()
  readonly #existence = new AssumedExistence()
  readonly #history: ExchangeHistory
  readonly #findings = new Map<RequirementId, number>()
  /** Hashes of tokens that were accepted, by tenant. */
  readonly #accepted = new Set<string>()
  #index = 0
  #documented = 0
  #otherProtocol = 0
  #total = 0

  constructor({ edition, graceMs, off = {}, mayRepeat = false }: TrafficObserverOptions) {
    this.#edition = edition
    this.#off = off
    this.#graceMs = graceMs
    this.#mayRepeat = mayRepeat
    this.#oracles = new TenantOracles(graceMs)
    this.#outdatedReads = new OutdatedReads(graceMs)
    this.#history = new ExchangeHistory(this.evidence)
  }

  /** How many responses to documented operations were compared. */
  get documented(): number {
    return this.#documented
  }

  /** How many responses to documented operations were not compared, because they follow a protocol that the document does not describe. */
  get otherProtocol(): number {
    return this.#otherProtocol
  }

  /** How many requests were observed. */
  get total(): number {
    return this.#total
  }

  /** Stops comparing all resources, because there were requests that were not observed. */
  forget(): void {
    this.#oracles = new TenantOracles(this.#graceMs)
  }

  /** Records that a request is about to be sent: from now on its effect may be visible. */
  begin(request: RawRequest): PendingExchange {
    this.#total++
    const { origin, pathname, searchParams } = new URL(request.url)
    const match = matchInAnyEdition(request.method, pathname, this.#edition)
    const token = request.headers['x-auth-token'] ?? ''
    if (token !== '') this.redactor.add(token)
    // Keypairs belong to a user, and a path without a tenant says nothing about the tenant.
    const isOfToken = match?.tenant === undefined || /Keypair/.test(match.operation)
    const scope = `${origin}${match?.root ?? ''} ${match?.tenant ?? ''} ${isOfToken ? hash(token) : ''}`
    if (match === undefined) {
      this.#forgetChanged(request)
      return { request, match, scope, call: undefined }
    }
    const { operation, parameters } = match
    const content = parse(request.body)
    const violations = request.method === 'GET' ? [] : requestViolations(operation, content)
    const call = {
      operation,
      kind: requestKind(operation, content),
      resource: parameters['serverId'] ?? parameters['keypairName'],
      query: searchParams,
      request: requestedChange(operation, content, parameters['key'] ?? parameters['volumeId']),
      isAuthorized: true,
      isInvalid: hasUnknownEffect(operation, violations),
      parameters,
      violations,
    }
    this.#oracles.begin(scope, call)
    return { request, match, call, scope }
  }

  /** Records that a request got no response, so its effect is unknown. `now`: milliseconds since the epoch. */
  abandon({ request, call, scope }: PendingExchange, now: number): void {
    if (call) this.#oracles.abandon(scope, call, now)
    else this.#forgetChanged(request)
  }

  /** Compares a response, and returns the requirements that it violates. */
  complete(pending: PendingExchange, raw: RawResponse): readonly TrafficViolation[] {
    const index = this.#index++
    const { request, match, call } = pending
    if (!match || !call) {
      this.#forgetChanged(request)
      return []
    }
    const isDocumented = isInEdition(match.operation, this.#edition)
    if (isDocumented) this.#documented++
    if (isOtherProtocol(request, raw)) {
      if (isDocumented) this.#otherProtocol++
      this.abandon(pending, raw.startedAt + raw.ms)
      return []
    }
    const context = { index, operation: match.operation, phase: 'act' as const }
    const exchange = recordExchange(this.redactor, context, request, raw)
    const response = new ApiResponse(exchange, raw.text, undefined, call.request)
    const before = this.evidence.assertions.length
    const isAuthorized = this.#isAuthorized(pending, raw.status)
    if (isDocumented) this.#checkContract(request, { ...call, isAuthorized }, raw, response)
    this.#checkOracle({ ...pending, call: { ...call, isAuthorized } }, response)
    return this.#newViolations(before, exchange)
  }

  #forgetChanged(request: RawRequest): void {
    const server = possiblyChangedServer(request)
    if (server !== undefined) this.#oracles.forget(server)
  }

  #checkContract({ method, url, body }: RawRequest, call: ObservedCall, raw: RawResponse, response: ApiResponse): void {
    const { operation, request: content, isAuthorized, isInvalid } = call
    const outgoing: OutgoingRequest = { method, url, body, token: undefined, content, isAuthorized, isInvalid }
    const run = { redactor: this.redactor, tainted: this.#tainted, settings: { edition: this.#edition } }
    checkExchange({ run, evidence: this.evidence }, { request: outgoing, operation, raw, response })
  }

  #checkOracle({ call, scope, request: { url, headers } }: PendingExchange, response: ApiResponse): void {
    if (call === undefined) return
    const observed = observedResponse(response, { mayRepeat: this.#mayRepeat })
    this.evidence.staleReads.push(...this.#outdatedReads.observe(call, observed))
    const sender = { origin: new URL(url).origin, scope, token: headers['x-auth-token'] }
    const contradictions = [
      ...this.#oracles.observe(scope, call, observed),
      ...this.#acceptedInvalid.observe(call, observed),
      ...this.#access.observe(sender, call, observed),
    ]
    const found = inEdition(contradictions, this.#edition).map(({ assumes, editions: _, ...contradiction }) => {
      const finding = findingOf({ evidence: this.evidence, run: { redactor: this.redactor } }, response, contradiction)
      return { assumes, assertion: { requirement: contradiction.requirement, by: 'oracle', finding } as const }
    })
    this.evidence.assertions.push(...this.#existence.settle(scope, call, observed, found))
  }

  /**
   * Tells whether the token is known to be valid for the tenant: a token that was never accepted may belong to another tenant, which cannot
   * see these resources.
   */
  #isAuthorized({ request, match, scope }: PendingExchange, status: number): boolean {
    const token = request.headers['x-auth-token']
    if (token === undefined) return status !== 401 && status !== 403
    const key = `${scope} ${hash(token)}`
    if (status >= 200 && status < 300) this.#accepted.add(key)
    return match?.operation === 'listVersions' || this.#accepted.has(key)
  }

  /** Returns the violations in the last exchange. At most `maxFindings` of a requirement are kept as evidence. */
  #newViolations(before: number, exchange: Exchange): readonly TrafficViolation[] {
    const added = this.evidence.assertions
      .splice(before)
      .filter(({ requirement }) => this.#off[requirement] === undefined)
    const violations = added.flatMap(({ requirement, finding }) => (finding ? [{ requirement, finding }] : []))
    for (const assertion of added) {
      const count = (this.#findings.get(assertion.requirement) ?? 0) + 1
      this.#findings.set(assertion.requirement, count)
      if (count <= maxFindings) this.evidence.assertions.push(assertion)
    }
    const text = violations.map(({ finding }) => `${finding.message} ${finding.expected} exchange ${finding.exchange}`)
    const mentioned = [...text.join(' ').matchAll(/\bexchange (\d+)/g)].map(([, number]) => Number(number))
    this.#history.add(exchange, violations.length > 0 ? [exchange.index, ...mentioned] : [])
    return violations
  }
}
