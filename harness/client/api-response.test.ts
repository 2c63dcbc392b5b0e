import { describe, expect, test } from 'vitest'
import { responseWith } from './api-response.fixture.ts'

const response = (body: string) => responseWith(200, { body, headers: { 'x-compute-request-id': 'req-1' } })

describe('a response', () => {
  test('returns values of the expected type or nothing', () => {
    const servers = response('{"servers":[{"id":"a"}],"count":1}')
    expect(servers.string('body/servers/0/id')).toBe('a')
    expect(servers.string('body/count')).toBeUndefined()
    expect(servers.array('body/servers')).toHaveLength(1)
    expect(servers.array('body/count')).toEqual([])
    expect(servers.header('X-Compute-Request-Id')).toBe('req-1')
  })

  test('tolerates bodies that are not JSON or have an unexpected shape', () => {
    expect(response('{"__proto__":{"name":"x"}, "servers":').at('body/servers')).toBeUndefined()
    expect(response('{"server":null}').at('body/server/name')).toBeUndefined()
    expect(response('{}').at('body/constructor/name')).toBeUndefined()
  })
})

describe('a response with a large body', () => {
  const large = `{"server":{"name":"${'한국어 '.repeat(40_000)}","id":"x"}}`

  test('returns the same body every time it is read', async () => {
    const one = response(large)
    for (let count = 0; count < 3; count++) {
      expect(one.text).toBe(large)
      expect(one.string('body/server/id')).toBe('x')
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const many = Array.from({ length: 200 }, (_, index) => response(large.replace('"x"', `"${index}"`)))
    expect(new Set(many.map((each) => each.string('body/server/id'))).size).toBe(200)
  })

  test('may be text that is not JSON', () => {
    expect(response('x'.repeat(100_000)).json).toBeUndefined()
    expect(response('x'.repeat(100_000)).text).toHaveLength(100_000)
  })
})

test('a byte order mark does not keep the JSON after it from being read', () => {
  expect(response('\ufeff{"server":{"id":"x"}}').string('body/server/id')).toBe('x')
})
