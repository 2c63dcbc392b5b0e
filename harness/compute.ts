import { isRequirementId, type OperationId, operationContract, requirement, watch } from '#contract'
import { Answer } from './answer.ts'
import { type Creation, created as creations } from './creations.ts'
import { curl } from './curl.ts'
import type { Evidence, Exchange, Phase } from './evidence.ts'
import type { Session } from './session.ts'
import { violationMessage } from './violation.ts'

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
export interface Elsewhere {
  readonly method: string
  readonly url: string
  readonly body?: unknown
  readonly token?: string | null
  readonly creates?: Creation
}

/** What a client needs of the test it works for. */
export interface TestHooks {
  /** Ends the test as skipped. */
  skip(reason: string): never
  /** Aborted when the test is to stop. Clearing up does not heed it. */
  readonly signal: AbortSignal
}

/** How much of a body is kept as evidence. */
const kept = 8_000

/** Speaks to the target one operation at a time. Every exchange becomes evidence and is held against the contract. */
export class Compute {
  readonly session: Session
  readonly evidence: Evidence
  readonly phase: Phase
  /** Ids of servers that the test itself brought into being, wanted or not. */
  readonly made: string[]
  readonly #test: TestHooks

  constructor(session: Session, evidence: Evidence, test: TestHooks, phase: Phase = 'act', made: string[] = []) {
    this.session = session
    this.evidence = evidence
    this.phase = phase
    this.made = made
    this.#test = test
  }

  /** The same client for another purpose: arranging, waiting, clearing up. */
  during(phase: Phase): Compute {
    return new Compute(this.session, this.evidence, this.#test, phase, this.made)
  }

  /** Makes a documented call. Any answer is returned; no answer is Inconclusive. */
  async call(operation: OperationId, call: Call = {}): Promise<Answer> {
    const { settings } = this.session
    const contract = operationContract(operation)
    const tenant = call.tenant ?? settings.tenant
    const path = contract.path
      .replace(/^\/v2\/\{tenantId\}/, `/${encodeURIComponent(tenant)}`)
      .replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(call.path?.[name] ?? ''))
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
      headers: call.headers,
      operation,
      sent: call.body,
    })
  }

  /** Makes any other call of the target or of a companion service; the contract does not watch it. */
  async elsewhere({ method, url, body, token, creates }: Elsewhere): Promise<Answer> {
    return this.#exchange({
      method,
      url,
      body: body === undefined ? undefined : JSON.stringify(body),
      token,
      sent: body,
      creates,
    })
  }

  async #exchange(request: Outgoing): Promise<Answer> {
    const { session } = this
    const { method, url, body } = request
    if (session.settings.readOnly && method !== 'GET')
      this.#test.skip(`--read-only: ${method} ${new URL(url).pathname} was not sent`)
    const token = request.token === undefined ? session.settings.token : request.token
    const headers: Record<string, string> = {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null || (request.operation === 'listVersions' && request.token === undefined)
        ? {}
        : { 'x-auth-token': token }),
      ...request.headers,
    }
    const making = creations(request.operation, request.sent) ?? request.creates
    const note = making ? { making, ref: session.journal.intend(making.kind, making.name) } : undefined
    const raw = await session.send(
      { method, url, headers, body },
      this.phase === 'cleanup' ? undefined : this.#test.signal,
    )
    const exchange: Exchange = {
      index: session.nextExchange(),
      ...(request.operation ? { operation: request.operation } : {}),
      phase: this.phase,
      method,
      url: session.redactor.text(url),
      requestHeaders: session.redactor.headers(headers),
      ...(body === undefined ? {} : { requestBody: session.redactor.text(body).slice(0, kept) }),
      status: raw.status,
      headers: session.redactor.headers(raw.headers),
      body: session.redactor.text(raw.text.slice(0, kept)),
      ...(raw.text.length > kept ? { cut: true } : {}),
      startedAt: raw.startedAt,
      ms: Math.round(raw.ms * 10) / 10,
    }
    this.evidence.exchanges.push(exchange)
    const answer = new Answer({ ...exchange, headers: raw.headers }, raw.text)
    if (note) this.#journal(note.making, note.ref, url, answer)
    this.#noteRemoval(method, url, answer)
    if (request.operation) this.#watch(request.operation, request.sent, answer)
    return answer
  }

  /** Writes down what a create came to. It listens to answers instead of being told, so a request that should have been refused leaves nothing behind either. */
  #journal(making: Creation, ref: number, url: string, answer: Answer): void {
    const { journal, settings } = this.session
    const id = answer.succeeded ? making.idIn(answer) : undefined
    if (id === undefined) {
      // A success without an id stays an open intent: clean-up then looks for it by its name.
      if (!answer.succeeded) journal.refused(making.kind, ref)
      return
    }
    if (making.kind === 'server' && this.phase === 'act') this.made.push(id)
    const removal = making.urlOf(id, url, settings)
    journal.created(
      making.kind,
      ref,
      id,
      removal,
      curl({ method: 'DELETE', url: removal, headers: { 'X-Auth-Token': '' } }),
      making.name,
    )
  }

  /** A read that finds nothing, or a delete that takes effect at once, means that what the URL names is gone. */
  #noteRemoval(method: string, url: string, answer: Answer): void {
    const gone = answer.status === 404 && (method === 'GET' || method === 'DELETE')
    const atOnce = method === 'DELETE' && answer.succeeded && !/\/(servers|volumes)\/[^/]+$/.test(url)
    if (gone || atOnce) this.session.journal.removed(url)
  }

  #watch(operation: OperationId, sent: unknown, answer: Answer): void {
    const { exchange } = answer
    const action =
      operation === 'actOnServer' && typeof sent === 'object' && sent !== null ? Object.keys(sent)[0] : undefined
    const seen = watch({
      operation,
      status: answer.status,
      headers: exchange.headers,
      text: answer.text,
      ...(action === undefined ? {} : { action }),
    })
    const { evidence } = this
    for (const id of seen.observed)
      if (isRequirementId(id) && !evidence.observed.includes(id)) evidence.observed.push(id)
    for (const property of seen.properties)
      if (!evidence.properties.includes(property)) evidence.properties.push(property)
    for (const extra of seen.extras) if (!evidence.extras.includes(extra)) evidence.extras.push(extra)
    for (const { requirement: id, at, expected, actual: told } of seen.violations) {
      const actual = this.session.redactor.text(told)
      const message = violationMessage(operation, { at, expected, actual })
      const finding = { message, at, expected, actual, exchange: exchange.index, curl: curlOf(answer) }
      evidence.judgements.push({ requirement: requirement(id).id, by: 'contract', finding })
    }
  }
}

interface Outgoing {
  readonly method: string
  readonly url: string
  readonly body: string | undefined
  readonly token: string | null | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly operation?: OperationId
  readonly sent: unknown
  readonly creates?: Creation | undefined
}

/** The line that makes an answer's call again. */
export function curlOf({ exchange }: Answer): string {
  const { method, url, requestHeaders, requestBody } = exchange
  return curl({ method, url, headers: requestHeaders, body: requestBody })
}
