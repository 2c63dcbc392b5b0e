import type { OperationId } from '#model'
import { TenantRules } from '../tenant-rules.ts'
import type { TrafficCall } from './traffic-rule.ts'

/** Milliseconds. */
export const grace = 1_000

type Parameters = Readonly<Record<string, string>>

/** A conversation of a tenant with a target, in which requests follow each other at intervals of 10 ms, unless `wait` adds to them. */
export class RuleConversation {
  readonly #rules = new TenantRules(grace)
  #now = 0
  #exchange = 0

  /** Lets this many milliseconds pass; by default as many as a change may take to become visible everywhere. */
  wait(ms = grace): this {
    this.#now += ms
    return this
  }

  /** Returns the requirements that the response to a call violates. */
  call(
    operation: OperationId,
    parameters: Parameters,
    status: number,
    body?: unknown,
    sent: Partial<TrafficCall> = {},
  ) {
    const call = {
      operation,
      kind: operation,
      resource: parameters['serverId'],
      query: new URLSearchParams(),
      request: undefined,
      isAuthorized: true,
      isInvalid: false,
      parameters,
      violations: [],
      ...sent,
    }
    this.#rules.begin(call)
    this.#now += 10
    const exchange = ++this.#exchange
    const headers = { requestId: undefined, location: undefined, date: undefined }
    const times = { sentAt: this.#now, receivedAt: this.#now }
    return this.#rules
      .observe(call, { exchange, status, body, ...headers, ...times })
      .map(({ requirement }) => requirement)
  }

  create(server: object = {}, hints?: object) {
    const request = { server, ...(hints && { 'os:scheduler_hints': hints }) }
    return this.call('createServer', {}, 202, { server: { id: 's1' } }, { request })
  }

  show(server: object, serverId = 's1') {
    return this.call('showServer', { serverId }, 200, { server: { id: serverId, ...server } })
  }

  act(action: string, argument: unknown = null, status = 202) {
    const sent = { kind: `actOnServer ${action}`, request: { [action]: argument } }
    return this.call('actOnServer', { serverId: 's1' }, status, undefined, sent)
  }

  list(operation: OperationId, query: string, status: number, body?: unknown, parameters: Parameters = {}) {
    return this.call(operation, parameters, status, body, { query: new URLSearchParams(query) })
  }
}
