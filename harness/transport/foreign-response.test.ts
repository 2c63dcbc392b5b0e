import { expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { isForeign } from './foreign-response.ts'
import { withoutGatewayPages } from './gateway-pages.ts'
import type { RawResponse } from './http-message.ts'

const response = (status: number, text: string, isUtf8 = true): RawResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  text,
  isUtf8,
  startedAt: 0,
  ms: 1,
})
const request = (method: string) => ({ method, url: 'http://h/v2/t1/servers', headers: {} })
const servers = response(200, '{"servers":[]}')
const notFound = '{"itemNotFound":{"code":404,"message":"No."}}'

test.each<[string, RawResponse]>([
  ['half of a body', response(200, '{"servers":[{"id":"6c')],
  ['a body with NUL after it', response(200, '{"servers":[]}\0')],
  ['a body that is not UTF-8', response(200, '{"servers":[]}', false)],
  ['an empty body', response(200, '')],
  ['204', response(204, '')],
  ['304', response(304, '')],
  ['an object without members', response(200, '{}')],
  ['null', response(200, 'null')],
  ['an array', response(200, '[]')],
  ['a status without a meaning', response(299, '{"servers":[]}')],
  ['an error without a body', response(404, '')],
  ['an error as text', response(404, 'default backend - 404')],
  ['an error of another form', response(404, '{"error_msg":"404 Route Not Found"}')],
  ['an error with half of its body', response(404, notFound.slice(0, 20))],
  ['a status beyond 599', response(999, '')],
])(
  'a read that gets %s once is repeated, and one that gets it each time has it as its response',
  async (_, foreign) => {
    const passing = [foreign, servers]
    const notes: string[] = []
    const clock = new SimulatedClock()
    const send = withoutGatewayPages(
      async () => passing.shift() ?? servers,
      clock,
      () => notes.push('passing'),
    )
    expect(await send(request('GET'))).toMatchObject({ text: servers.text })
    expect(notes).toEqual(['passing'])
    const sendForeign = withoutGatewayPages(async () => foreign, clock)
    expect(await sendForeign(request('GET'))).toEqual(foreign)
  },
)

test.each<[string, string, RawResponse]>([
  ['an error of Nova', 'GET', response(404, notFound)],
  ['an error of Neutron', 'POST', response(409, '{"NeutronError":{"type":"Conflict","message":"","detail":""}}')],
  ['an accepted action without a body', 'POST', response(202, '')],
  ['null for an accepted action', 'POST', response(202, 'null')],
  ['the reason phrase of an accepted action', 'POST', { ...response(202, 'Accepted'), headers: {} }],
  ['a conflict as text', 'DELETE', response(409, 'The server is being deleted.')],
  ['an invalid action as text', 'POST', response(400, 'No such action.')],
  ['a deletion', 'DELETE', response(204, '')],
  ['JSON with the type of a page', 'GET', { ...servers, headers: { 'content-type': 'text/html; charset=utf-8' } }],
  ['an object with the type of a page', 'POST', { ...response(200, '{}'), headers: { 'content-type': 'text/html' } }],
  ['a byte order mark before JSON', 'GET', response(200, `\ufeff${servers.text}`)],
  ['the response to HEAD', 'HEAD', response(404, '')],
])('%s may come from the service', (_, method, one) => expect(isForeign(request(method), one)).toBe(false))

test('a create that is accepted with half of a body is undecided once, and gets this response from the second time on', async () => {
  const cut = response(202, '{"server":{"id":"6c')
  const send = withoutGatewayPages(async () => cut, new SimulatedClock())
  const create = (body: string) => send({ ...request('POST'), body })
  await expect(create('a')).rejects.toThrow('a body in a form that the API does not use (202)')
  expect(await create('b')).toEqual(cut)
})

test('errors of a form of the target’s own are repeated for the first three requests, and then returned for every request', async () => {
  let count = 0
  const clock = new SimulatedClock()
  const send = withoutGatewayPages(async ({ method }) => {
    count++
    return method === 'PUT' ? response(404, '{"error":"Not found"}') : response(404, `{"error":"No ${count}"}`)
  }, clock)
  const read = (path: string) => send({ ...request('GET'), url: `http://h/${path}` })
  for (const path of ['a', 'b', 'c']) expect(await read(path)).toMatchObject({ status: 404 })
  expect(clock.sleeps).toEqual([250, 500, 250, 500, 250, 500])
  expect(await read('d')).toMatchObject({ status: 404 })
  expect(await send({ ...request('PUT'), url: 'http://h/e' })).toMatchObject({ status: 404 })
  expect(count).toBe(11)
})

test('an error whose repeats have other statuses of the same form is a response of the target', async () => {
  const responses = [response(404, '{"error":"a"}'), response(403, '{"error":"b"}')]
  const send = withoutGatewayPages(
    async () => responses.shift() ?? response(404, '{"error":"c"}'),
    new SimulatedClock(),
  )
  expect(await send(request('GET'))).toMatchObject({ text: '{"error":"a"}' })
})
