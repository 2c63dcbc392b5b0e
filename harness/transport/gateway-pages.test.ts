import { expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { withoutGatewayPages } from './gateway-pages.ts'
import type { RawRequest, RawResponse } from './http-message.ts'

const response = (status: number, contentType: string, text: string): RawResponse => ({
  status,
  headers: { 'content-type': contentType },
  text,
  isUtf8: true,
  startedAt: 0,
  ms: 1,
})
const page = (status: number) => response(status, 'text/html', '<html>Sign in</html>')
const json = response(200, 'application/json', '{}')

function scripted(...responses: readonly RawResponse[]) {
  let count = 0
  const send = withoutGatewayPages(
    async () => responses[Math.min(count++, responses.length - 1)] ?? json,
    new SimulatedClock(),
  )
  const request = (method: string, path = '/v2/t1/servers'): RawRequest => ({
    method,
    url: `http://h${path}`,
    headers: {},
  })
  return { get: (path?: string) => send(request('GET', path)), post: () => send(request('POST')), count: () => count }
}

test.each([200, 403, 404, 405])('a read that gets one page with %i is repeated', async (status) => {
  const { get, count } = scripted(page(status), json)
  expect(await get()).toMatchObject({ status: 200, text: '{}' })
  expect(count()).toBe(2)
})

test('a page that is returned each time is a response of the target, for all requests of that shape', async () => {
  const { get, count } = scripted(page(404))
  expect(await get('/v2/t1/servers/a-1')).toMatchObject({ status: 404 })
  expect(await get('/v2/t1/servers/b-2')).toMatchObject({ status: 404 })
  expect(count()).toBe(4)
  await get('/v2/t1/images/b-2')
  expect(count()).toBe(7)
})

test('a page is repeated again where there were other responses of that shape', async () => {
  const { get, count } = scripted(json, page(404), page(404), page(404), page(404), page(404), json)
  expect(await get()).toEqual(json)
  expect(await get()).toMatchObject({ status: 404 })
  expect(await get()).toEqual(json)
  expect(count()).toBe(7)
})

test('a page that was confirmed several times beside other responses is not repeated any more', async () => {
  const { get, count } = scripted(json, page(404))
  await get()
  for (let index = 0; index < 5; index++) await get()
  expect(count()).toBe(1 + 3 * 3 + 2)
})

test('different pages in a row are undecided', async () => {
  const { get } = scripted(page(403), page(200), page(403))
  await expect(get()).rejects.toThrow('pages and errors (403, 200, 403) that a gateway may send in place of the target')
})

test('a create that is rejected with a page is repeated, one that succeeds with a page is undecided', async () => {
  const rejected = scripted(page(403), json)
  expect(await rejected.post()).toEqual(json)
  const accepted = scripted(page(200), json, page(200), json)
  await expect(accepted.post()).rejects.toThrow(/an HTML page \(200\), as a gateway may send it/)
  expect(await accepted.post()).toEqual(json)
  expect(await accepted.post()).toMatchObject({ text: '<html>Sign in</html>' })
})

test.each([401, 413, 429, 500, 502, 301])('a page with %i has its own meaning', async (status) => {
  const { get, count } = scripted(page(status))
  expect(await get()).toMatchObject({ status })
  expect(count()).toBe(1)
})

test('a single 503 of the API is repeated where that is safe, a lasting one is a response', async () => {
  const unavailable = response(503, 'application/json', '{"serviceUnavailable":{"code":503,"message":"Busy."}}')
  const once = scripted(unavailable, json)
  expect(await once.get()).toMatchObject({ status: 200 })
  const lasting = scripted(unavailable)
  expect(await lasting.get()).toMatchObject({ status: 503 })
  expect(lasting.count()).toBe(3)
  expect(await lasting.get()).not.toHaveProperty('isRepeated')
  const create = scripted(unavailable, json)
  expect(await create.post()).toMatchObject({ status: 503 })
})

test('JSON with a wrong type is no page', async () => {
  const { get, count } = scripted(response(200, 'text/plain', '{"a":"<html>"}'))
  await get()
  expect(count()).toBe(1)
})

test('an empty body is no page, whatever its type', async () => {
  const { post, count } = scripted(response(202, 'text/html; charset=UTF-8', ''))
  expect(await post()).toMatchObject({ status: 202 })
  expect(count()).toBe(1)
})
