import { type OperationId, operationContract } from '#contract'
import { Answer, follow } from './answer.ts'
import { type Creation, created as creations, isId, segment } from './creations.ts'
import { curl } from './curl.ts'
import type { Evidence, Phase } from './evidence.ts'
import { observe } from './observe.ts'
import { Inconclusive } from './outcome.ts'
import { recordOf, urlOf } from './record.ts'
import type { Session } from './session.ts'
import { Unanswered } from './unanswered.ts'
import { refuseUnusable } from './usable.ts'

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

  /** The same client with an account of its own of what it brings into being. */
  apart(): Compute {
    return new Compute(this.session, this.evidence, this.#test, this.phase)
  }

  /** Ends the test as skipped. */
  skip(reason: string): never {
    return this.#test.skip(reason)
  }

  /** Makes a documented call. Any answer is returned; no answer is Inconclusive. */
  async call(operation: OperationId, call: Call = {}): Promise<Answer> {
    const { settings } = this.session
    const contract = operationContract(operation)
    const tenant = call.tenant ?? settings.tenant
    const path = contract.path
      .replace(/^\/v2\/\{tenantId\}/, `/${segment(tenant)}`)
      .replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(call.path?.[name] ?? ''))
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
    const { method, url, body, operation } = request
    if (session.settings.readOnly && method !== 'GET')
      this.#test.skip(`--read-only: ${method} ${urlOf(session.redactor, url)} was not sent`)
    const headers = this.#headers(request)
    const making = creations(operation, request.sent) ?? request.creates
    const note = making ? { making, ref: session.journal.intend(making.kind, making.name) } : undefined
    const raw = await session
      .send(
        { method, url, headers, body },
        this.phase === 'cleanup' ? undefined : this.#test.signal,
        this.phase === 'wait',
      )
      .catch((error: unknown) => this.#unanswered(error, note))
    const injected = raw.headers['x-emulator-fault']
    if (injected !== undefined && this.phase !== 'cleanup') this.evidence.injected.push(injected)
    const index = session.nextExchange()
    const exchange = recordOf(
      session.redactor,
      // What the emulator was told to answer covers nothing of the target.
      { index, operation: injected === undefined ? operation : undefined, phase: this.phase },
      { method, url, headers, body },
      raw,
    )
    this.evidence.exchanges.push(exchange)
    const answer = new Answer({ ...exchange, headers: raw.headers }, raw.text)
    if (note) this.#journal(note.making, note.ref, url, answer)
    this.#noteRemoval(method, url, answer)
    if (operation) {
      const isEntitled = request.token === undefined && request.isOwnTenant !== false
      const asked = {
        operation,
        sent: request.sent,
        isUtf8: raw.isUtf8,
        isEntitled,
        isInjected: injected !== undefined,
      }
      observe(this.evidence, session.redactor, asked, answer)
    }
    refuseUnusable(raw, answer, this.phase)
    return answer
  }

  #headers({ url, body, token, operation, headers }: Outgoing): Record<string, string> {
    const { settings } = this.session
    const needsNone = token === null || (operation === 'listVersions' && token === undefined)
    const origin = new URL(url).origin
    if (!needsNone && !this.session.origins.has(origin))
      throw new Inconclusive(`The token is for the target and its companion services, not for ${origin}.`)
    return {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(needsNone ? {} : { 'x-auth-token': token ?? settings.token }),
      ...headers,
    }
  }

  /** What a create came to that had no answer: nothing, when it was never sent; else it is looked for by its name. */
  async #unanswered(error: unknown, note: Note | undefined): Promise<never> {
    if (note && error instanceof Unanswered) {
      const { making, ref } = note
      if (!error.mayHaveActed) this.session.journal.refused(making.kind, ref)
      else if (making.kind === 'server') await this.#seek(making, ref).catch(() => undefined)
    }
    throw error
  }

  /** Finds servers of an unanswered create, so that the test takes them back. Others are few, cheap, and left to the end of the run. */
  async #seek(making: Creation, ref: number): Promise<void> {
    const clearing = this.during('cleanup')
    const { journal, settings } = this.session
    const found = await clearing.call('listServers', { query: { name: making.name } })
    for (const element of found.array('body/servers')) {
      const [id, name] = [follow(element, 'server/id'), follow(element, 'server/name')]
      const isOurs = typeof name === 'string' && (name === making.name || name.startsWith(`${making.name}-`))
      if (!isOurs || typeof id !== 'string' || !isId(id)) continue
      this.made.push(id)
      const url = making.urlOf(id, `${settings.computeUrl}/${segment(settings.tenant)}/servers`, settings)
      journal.created(making.kind, ref, id, url, removalLine(url), name)
    }
  }

  /** Writes down what a create came to. It listens to answers instead of being told, so a request that should have been refused leaves nothing behind either. */
  #journal(making: Creation, ref: number, url: string, answer: Answer): void {
    const { journal, settings } = this.session
    const id = answer.succeeded ? making.idIn(answer) : undefined
    if (id === undefined || !isId(id) || this.session.redactor.text(id) !== id) {
      // A success without a usable id stays an open intent: clean-up then looks for it by its name.
      if (!answer.succeeded) journal.refused(making.kind, ref)
      return
    }
    if (making.kind === 'server' && this.phase === 'act') this.made.push(id)
    const removal = making.urlOf(id, url, settings)
    journal.created(making.kind, ref, id, removal, removalLine(removal), making.name)
  }

  /** A read that finds nothing, or a delete that takes effect at once, means that what the URL names is gone. */
  #noteRemoval(method: string, url: string, answer: Answer): void {
    // Nova may show a server for a moment after it is gone.
    const isShownDeleted = method === 'GET' && answer.string('body/server/status') === 'DELETED'
    const gone = isShownDeleted || (answer.status === 404 && (method === 'GET' || method === 'DELETE'))
    const atOnce = method === 'DELETE' && answer.succeeded && !/\/(servers|volumes)\/[^/]+$/.test(url)
    if (gone || atOnce) this.session.journal.removed(url)
  }
}

interface Outgoing {
  readonly method: string
  readonly url: string
  readonly body: string | undefined
  readonly token: string | null | undefined
  readonly isOwnTenant?: boolean
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly operation?: OperationId
  readonly sent: unknown
  readonly creates?: Creation | undefined
}

interface Note {
  readonly making: Creation
  readonly ref: number
}

const removalLine = (url: string): string => curl({ method: 'DELETE', url, headers: { 'X-Auth-Token': '' } })
