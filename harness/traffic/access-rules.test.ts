import { describe, expect, test } from 'vitest'
import type { OperationId } from '#model'
import { AccessRules } from './access-rules.ts'

interface Sent {
  readonly operation?: OperationId
  readonly resource?: string
  readonly body?: unknown
}

/** Requests of tenants; each call returns the requirements that its response contradicts. */
function converse() {
  const rules = new AccessRules()
  let exchange = 0
  return (tenant: string, token: string, status: number, { operation = 'showServer', resource, body }: Sent = {}) => {
    const sender = { origin: 'http://cloud.example', scope: `http://cloud.example/v2 ${tenant}`, token }
    const call = { operation, kind: operation, resource, query: new URLSearchParams(), request: undefined }
    const headers = { requestId: undefined, location: undefined, date: undefined }
    const observed = { exchange: exchange++, status, body, ...headers, sentAt: exchange, receivedAt: exchange }
    return rules
      .observe(sender, { ...call, isAuthorized: true, isInvalid: false, parameters: {}, violations: [] }, observed)
      .map(({ requirement }) => requirement)
  }
}

describe('a token that is rejected', () => {
  test('does not count for one operation only', () => {
    const send = converse()
    expect(send('t1', 'made-up', 401)).toEqual([])
    expect(send('t1', 'made-up', 200)).toEqual([])
    expect(send('t1', 'other', 200)).toEqual([])
    expect(send('t1', 'made-up', 401)).toEqual(['access.token-required'])
    expect(send('t1', 'made-up', 401)).toEqual([])
  })

  test.each([
    ['has expired', [200, 401, 200, 401]],
    ['was rejected by an accident, and once more', [401, 200, 200, 200, 401]],
    ['counts from a moment on', [401, 401, 200, 200]],
    ['is not the reason for the rejection', [403, 200, 403]],
  ])('is no contradiction where it %s', (_, statuses) => {
    const send = converse()
    expect(statuses.flatMap((status) => send('t1', 'token', status))).toEqual([])
  })
})

describe('a server of another tenant', () => {
  /** The server of t1, for which t2 sends requests. */
  function begin() {
    const send = converse()
    send('t1', 'one', 202, { operation: 'createServer', body: { server: { id: 's1' } } })
    return { send, ask: (status: number, sent?: Sent) => send('t2', 'two', status, { resource: 's1', ...sent }) }
  }

  test('is not found by one operation where another one is carried out', () => {
    const { send, ask } = begin()
    expect(ask(404)).toEqual([])
    expect(ask(202, { operation: 'actOnServer' })).toEqual([])
    expect(send('t1', 'one', 200, { resource: 's1' })).toEqual([])
    expect(ask(404, { operation: 'updateServer' })).toEqual(['access.tenant-isolation'])
    expect(ask(404)).toEqual([])
  })

  test('may be the same tenant by another name', () => {
    const { send, ask } = begin()
    ask(404)
    ask(202, { operation: 'actOnServer' })
    send('t2', 'two', 200, { operation: 'listServers', body: { servers: [{ id: 's1' }] } })
    expect(ask(404)).toEqual([])
  })

  test('is not found by anybody once it is deleted', () => {
    const { send, ask } = begin()
    ask(404)
    ask(202, { operation: 'actOnServer' })
    send('t1', 'one', 204, { operation: 'deleteServer', resource: 's1' })
    expect(ask(404)).toEqual([])
  })
})
