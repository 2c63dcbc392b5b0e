import { describe, expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { RequestError } from '../errors.ts'
import { timeouts } from '../waiting/pace.fixture.ts'
import { createdServerId, creationOf } from './created-resource.ts'
import { serversUrl, setUp } from './creation-tracking.fixture.ts'
import { adoptListed, recordCreation, recordFailedCreation } from './creation-tracking.ts'
import { recordRemoval } from './removal-tracking.ts'

describe('a create request', () => {
  test('with a response is recorded as created and later as removed', async () => {
    const { run, client, entries, begin } = setUp()
    await recordCreation(client, begin(), responseWith(202, { body: { server: { id: 'a' } } }))
    recordRemoval(
      run,
      { method: 'GET', url: `${serversUrl}/a`, isAuthorized: true },
      responseWith(200, { body: { server: { status: 'ACTIVE' } } }),
    )
    recordRemoval(run, { method: 'DELETE', url: `${serversUrl}/a`, isAuthorized: true }, responseWith(204))
    expect(entries().map(({ event }) => event)).toEqual(['intent', 'created'])
    recordRemoval(run, { method: 'GET', url: `${serversUrl}/a`, isAuthorized: true }, responseWith(404))
    expect(entries().map(({ event }) => event)).toEqual(['intent', 'created', 'removed'])
    expect(entries()[1]).toMatchObject({ id: 'a', url: `${serversUrl}/a` })
    expect(client.createdServerIds).toEqual(['a'])
  })

  test('that is rejected is recorded as rejected', async () => {
    const { client, entries, begin } = setUp()
    await recordCreation(client, begin(), responseWith(400))
    expect(entries().at(-1)).toMatchObject({ event: 'refused' })
  })

  test.each([
    ['no id', {}],
    ['an id that is a path', { id: '..' }],
    ['an id that contains a secret', { id: 'secret-token' }],
  ])('whose response has %s is recorded as created without an id', async (_, server) => {
    const { client, entries, begin } = setUp()
    await recordCreation(client, begin(), responseWith(202, { body: { server } }))
    expect(entries().map(({ event, id }) => [event, id])).toEqual([
      ['intent', undefined],
      ['created', undefined],
    ])
  })

  test.each([
    ['the only server of its name', [{ id: 'a', name: 'conformance-1-web' }], 'a'],
    ['nothing while no list has its server', [], undefined],
    [
      'nothing if there are two',
      [
        { id: 'a', name: 'conformance-1-web' },
        { id: 'b', name: 'conformance-1-web' },
      ],
      undefined,
    ],
  ])('whose response names no server is about %s', async (_, listed, id) => {
    const { run, client, begin } = setUp(listed)
    const response = responseWith(202, { body: {}, sent: { server: { name: 'conformance-1-web' } } })
    await recordCreation(client, begin(), response)
    expect(createdServerId(run, response)).toBe(id)
  })

  test.each([
    ['is not', 'conformance-1-web', false],
    ['may be', 'unnamed', true],
  ])('without a name is answered with an error: a listed server %s its own, named %s', async (_, name, isDenied) => {
    const { run, client, begin } = setUp([{ id: 'a', name }])
    const creation = creationOf('createServer', { server: {} })
    await recordCreation(client, begin(1, creation), responseWith(500))
    expect(run.capacity.deniesCreates).toBe(isDenied)
  })

  test('without a response is followed by a search for its servers by name', async () => {
    const { client, entries, begin } = setUp([
      { id: 'a', name: 'conformance-1-web' },
      { id: 'b', name: 'conformance-1-web-2' },
      { id: 'c', name: 'conformance-1-website' },
    ])
    const error = new RequestError('POST /servers', 'connection-lost', 'other side closed')
    await recordFailedCreation(client, begin(), error)
    expect(client.createdServerIds).toEqual(['a', 'b'])
    expect(entries().map(({ event }) => event)).toEqual(['intent', 'created', 'created'])
  })

  test('with a server error as response is followed by a search, because the server may exist', async () => {
    const { client, begin } = setUp([{ id: 'a', name: 'conformance-1-web' }])
    await recordCreation(client, begin(), responseWith(500))
    expect(client.createdServerIds).toEqual(['a'])
    expect(client.run.capacity.deniesCreates).toBe(true)
  })

  test('for several servers is followed by a search for the others', async () => {
    const { client, begin } = setUp([
      { id: 'a', name: 'conformance-1-web-1' },
      { id: 'b', name: 'conformance-1-web-2' },
    ])
    await recordCreation(client, begin(2), responseWith(202, { body: { server: { id: 'a' } } }))
    expect(client.createdServerIds).toEqual(['a', 'b'])
  })

  test('does not record a server that existed before the run', async () => {
    const { run, client, entries, begin } = setUp()
    await run.earlier.readOnce('server', async () => ['a'])
    await recordCreation(client, begin(), responseWith(202, { body: { server: { id: 'a' } } }))
    expect(client.createdServerIds).toEqual([])
    expect(entries().map(({ event }) => event)).toEqual(['intent'])
  })

  test('keeps its capacity until its server is known to be gone', async () => {
    const { run, client, begin, admit } = setUp()
    const pending = { ...begin(), admission: await admit(1) }
    await recordCreation(client, pending, responseWith(202, { body: { server: { id: 'a' } } }))
    expect(run.capacity.used).toBe(1)
    recordRemoval(run, { method: 'DELETE', url: `${serversUrl}/a`, isAuthorized: true }, responseWith(204))
    expect(run.capacity.used).toBe(1)
    recordRemoval(run, { method: 'GET', url: `${serversUrl}/a`, isAuthorized: true }, responseWith(404))
    expect(run.capacity.used).toBe(0)
  })

  test('that was never sent is recorded as rejected', async () => {
    const { client, entries, begin } = setUp([{ id: 'a', name: 'conformance-1-web' }])
    await recordFailedCreation(client, begin(), new RequestError('POST /servers', 'unreachable', 'ECONNREFUSED'))
    expect(entries().at(-1)).toMatchObject({ event: 'refused' })
    expect(client.createdServerIds).toEqual([])
  })
})

test.each([
  [500, {}],
  [202, { server: {} }],
])('a create with response %i whose server is not found is unconfirmed', async (status, body) => {
  const { run, client, begin, admit } = setUp()
  for (const id of ['a', 'b', 'c']) (await admit(1)).settle([id])
  await recordCreation(client, begin(), responseWith(status, { body }))
  expect(run.capacity.mayExceedLimit(1)).toBe(true)
  expect(run.capacity.deniesCreates).toBe(false)
})

test.each([
  ['is cut', '{"servers":[{"id":"a","na'],
  ['is in another encoding', '\ufffd\ufffd{\u0000"\u0000'],
  ['has no array of servers', '{}'],
])('a create whose response cannot be read counts as alive where the list %s', async (_, list) => {
  const { run, client, entries, begin, admit } = setUp(list)
  const pending = { ...begin(), admission: await admit(1) }
  await recordCreation(client, pending, responseWith(202, { body: '{"server":{"id":"a' }))
  expect(run.capacity.used).toBe(1)
  expect(entries().map(({ event }) => event)).toEqual(['intent', 'created'])
  for (let i = 0; i < 9; i++)
    await run.capacity.searchUnconfirmed(
      async () => ({ isComplete: false }),
      () => i * timeouts.propagation,
    )
  expect(run.capacity.used).toBe(1)
})

test('a server whose create response cannot be read is known by the Location header, and is left to the test', async () => {
  const { run, client, entries, begin, admit } = setUp('{')
  const pending = { ...begin(), admission: await admit(1) }
  const headers = { location: `${serversUrl}/a` }
  const arranging = { ...client, phase: 'arrange' as const }
  await recordCreation(arranging, pending, responseWith(202, { body: '{', headers }))
  expect([...run.capacity.aliveIds]).toEqual(['a'])
  expect(client.createdServerIds).toEqual(['a'])
  expect(entries()[1]).toMatchObject({ event: 'created', id: 'a', url: `${serversUrl}/a` })
})

test('a create of unknown outcome leaves the limit when two complete lists after the propagation time lack its server', async () => {
  const { run, client, begin, admit } = setUp()
  const pending = { ...begin(), admission: await admit(1) }
  await recordFailedCreation(client, pending, new RequestError('POST /servers', 'connection-lost', 'other side closed'))
  const search = async (now: number, isComplete = true) => {
    await run.capacity.searchUnconfirmed(
      async () => ({ isComplete }),
      () => now,
    )
    return run.capacity.used
  }
  const late = timeouts.propagation
  expect(await search(late - 1)).toBe(1)
  expect(await search(late)).toBe(1)
  expect(await search(late + 1, false)).toBe(1)
  expect(await search(late + 2)).toBe(0)
})

describe('a list of servers', () => {
  const request = {
    method: 'GET',
    url: serversUrl,
    body: undefined,
    token: undefined,
    content: undefined,
    isAuthorized: true,
    isInvalid: false,
  }

  test('finds a server of the run that no response named, and no other', async () => {
    const { run, client, entries, begin } = setUp()
    await run.earlier.readOnce('server', async () => ['earlier'])
    begin()
    const servers = [
      { id: 'denied', name: 'conformance-1-denied-7' },
      { id: 'pending', name: 'conformance-1-web' },
      { id: 'earlier', name: 'conformance-1-earlier' },
      { id: 'other', name: 'production' },
    ]
    adoptListed(client, request, responseWith(200, { body: { servers } }))
    adoptListed(client, request, responseWith(200, { body: { servers } }))
    expect(client.createdServerIds).toEqual(['denied'])
    expect(entries().map(({ event, id }) => [event, id])).toEqual([
      ['intent', undefined],
      ['intent', undefined],
      ['created', 'denied'],
    ])
    expect(run.capacity.used).toBe(1)
  })
})
