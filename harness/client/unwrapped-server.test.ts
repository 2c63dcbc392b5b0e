import { describe, expect, test } from 'vitest'
import { responseWith } from './api-response.fixture.ts'
import { withServerObject } from './unwrapped-server.ts'

const server = { id: 's1', name: 'web', metadata: { id: 's2' } }

describe('withServerObject', () => {
  test.each([
    ['alone', server],
    ['under another key', { Server: server }],
    ['in an array, as the table of the document has it', { servers: [{ id: 's2' }, server] }],
  ])('finds a server %s, and notes the requirement that it violates', (_, body) => {
    const shown = withServerObject(responseWith(200, { body, operation: 'showServer' }), 's1')
    expect(shown.at('body/server')).toEqual(server)
    expect(shown.exchange.operation).toBe('showServer')
    expect(shown.traits.unshownBy).toBe('servers.show.object')
  })

  test.each<[string, number, unknown]>([
    ['a server under its key', 200, { server }],
    ['another server under its key', 200, { server: { id: 's2' } }],
    ['another server without a key', 200, { ...server, id: 's2' }],
    ['an error', 404, server],
    ['no object', 200, 's1'],
  ])('leaves %s as it is', (_, status, body) => {
    const response = responseWith(status, { body })
    const shown = withServerObject(response, 's1')
    expect(shown).toBe(response)
    expect(shown.traits.unshownBy).toBeUndefined()
  })
})
