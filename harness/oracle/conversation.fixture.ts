import type { OperationId } from '#model'
import type { ObservedCall, ObservedResponse } from './observation.ts'
import { Oracle } from './oracle.ts'

/** How long a change may take to become visible, in milliseconds. */
export const grace = 1_000

export const server = (changes: object = {}) => ({
  id: 's1',
  name: 'web',
  status: 'ACTIVE',
  'OS-EXT-STS:task_state': null,
  created: '2026-01-01T00:00:00Z',
  user_id: 'u1',
  key_name: 'k1',
  metadata: { a: '1' },
  flavor: { id: 'f1' },
  security_groups: [{ name: 'default' }],
  'os-extended-volumes:volumes_attached': [{ id: 'v1' }],
  'OS-SRV-USG:launched_at': '2026-01-01T00:00:10.000000',
  addresses: {
    net: [{ addr: '10.0.0.1', 'OS-EXT-IPS-MAC:mac_addr': 'fa:16:3e:00:00:01', 'OS-EXT-IPS:type': 'fixed' }],
  },
  ...changes,
})

const observedCall = (operation: OperationId, call: Partial<ObservedCall>): ObservedCall => ({
  operation,
  kind: operation,
  resource: undefined,
  query: new URLSearchParams(),
  request: undefined,
  isAuthorized: true,
  isInvalid: false,
  ...call,
})

/** A conversation with a target, in which a request takes no time and one follows the other after `ms` milliseconds. */
export class Conversation {
  readonly oracle: Oracle
  #now = 0
  #exchange = 0

  /** `effectMs`: as in `Oracle`. */
  constructor(effectMs = grace) {
    this.oracle = new Oracle(grace, effectMs)
  }

  call(
    operation: OperationId,
    call: Partial<ObservedCall>,
    status: number,
    body?: unknown,
    ms = 10,
    headers: Partial<ObservedResponse> = {},
  ) {
    const observed = observedCall(operation, call)
    this.oracle.begin(observed)
    this.#now += ms
    const exchange = ++this.#exchange
    const contradictions = this.oracle.observe(observed, {
      exchange,
      status,
      body,
      requestId: `req-${exchange}`,
      location: undefined,
      date: 'Thu, 01 Jan 2026 00:00:00 GMT',
      sentAt: this.#now,
      receivedAt: this.#now,
      ...headers,
    })
    return contradictions.map(({ requirement }) => requirement)
  }

  /** A call whose response says nothing about its effect. */
  abandon(operation: OperationId, request: unknown): void {
    const observed = observedCall(operation, { request })
    this.oracle.begin(observed)
    this.oracle.abandon(observed, this.#now)
  }

  create(request: object = {}, id = 's1') {
    return this.call('createServer', { request: { server: request } }, 202, { server: { id } })
  }

  show(changes: object = {}, ms?: number, id = 's1') {
    return this.call('showServer', { resource: id }, 200, { server: server({ id, ...changes }) }, ms)
  }

  detail(changes: object = {}, ms?: number) {
    return this.call('listServersDetail', {}, 200, { servers: [server(changes)] }, ms)
  }

  act(action: string, argument: unknown = null, status = 202, headers?: Partial<ObservedResponse>) {
    const request = { [action]: argument }
    const kind = `actOnServer ${action}`
    return this.call('actOnServer', { kind, resource: 's1', request }, status, undefined, 10, headers)
  }
}

/** Returns a conversation that begins with the creation of a server. */
export const created = (request?: object, effectMs?: number): Conversation => {
  const conversation = new Conversation(effectMs)
  conversation.create(request)
  return conversation
}
