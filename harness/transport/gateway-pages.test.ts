import { expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { json, page, response, scripted } from './gateway-pages.fixture.ts'
import { withoutGatewayPages } from './gateway-pages.ts'
import type { RawResponse } from './http-message.ts'

/** A target that responds to paths in `pages` with a page, and to all paths while it is under maintenance. */
function target(
  pages: readonly string[] = [],
  maintenancePage = page(200),
  afterSleep = async (): Promise<unknown> => 0,
) {
  const clock = new SimulatedClock()
  const responses = new Map<string, Promise<RawResponse>>()
  let until = 0
  const sleep = async (ms: number): Promise<void> => {
    await clock.sleep(ms)
    await afterSleep()
  }
  const send = withoutGatewayPages(
    async ({ url }) => {
      const { pathname } = new URL(url)
      await Promise.resolve()
      const response = responses.get(pathname)
      if (response !== undefined) return response
      if (clock.now() < until) return maintenancePage
      return pages.includes(pathname) ? page(200) : json
    },
    { now: () => clock.now(), sleep },
  )
  return {
    clock,
    get(path: string, pending?: Promise<RawResponse>): Promise<RawResponse> {
      if (pending) responses.set(path, pending)
      return send({ method: 'GET', url: `http://h${path}`, headers: {} })
    },
    create: (body: string) => send({ method: 'POST', url: 'http://h/servers', headers: {}, body }),
    maintain(ms: number) {
      until = clock.now() + ms
    },
  }
}

test.each([200, 403, 404, 405])('a read that gets one page with %i is repeated', async (status) => {
  const { get, count } = scripted(page(status), json)
  expect(await get()).toMatchObject({ status: 200, text: '{"a":{}}' })
  expect(count()).toBe(2)
})

test('a page that is returned each time is the target’s, for all requests of that shape', async () => {
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
  expect(await get()).toEqual(json)
  expect(count()).toBe(7)
})

test.each([200, 302, 500, 520])('all requests get %i for 8 s: the run waits', async (status) => {
  const { get, maintain } = target([], page(status))
  await get('/a')
  maintain(8_000)
  expect(await get('/a')).toMatchObject({ status: 200, text: '{"a":{}}' })
  maintain(8_000)
  const responses = await Promise.all([get('/a'), get('/never-requested-before')])
  expect(responses.map(({ text }) => text)).toEqual(['{"a":{}}', '{"a":{}}'])
})

test('a late response to a request from before a maintenance does not end the wait', async () => {
  let respond: (response: RawResponse) => void = () => undefined
  const { get, maintain, clock } = target([], page(200), async () => respond(json))
  await get('/a')
  const slow = get('/slow', new Promise((resolve) => (respond = resolve)))
  maintain(8_000)
  expect(await get('/a')).toMatchObject({ text: '{"a":{}}' })
  expect(await slow).toMatchObject({ text: '{"a":{}}' })
  expect(clock.now()).toBeGreaterThanOrEqual(8_000)
})

test('a lasting page is waited for only once where nothing else is requested', async () => {
  const { get, clock } = target(['/broken'])
  await get('/a')
  expect(await get('/broken')).toMatchObject({ text: '<html>Sign in</html>' })
  expect(clock.now()).toBeGreaterThan(10_000)
  const afterFirst = clock.now()
  expect(await get('/broken')).toMatchObject({ text: '<html>Sign in</html>' })
  expect(clock.now()).toBe(afterFirst)
})

test('a lasting page is reported at once if the target responds to other requests, or to none', async () => {
  const { get, clock } = target(['/broken'], page(200), () => get('/a'))
  await get('/a')
  await get('/broken')
  expect(clock.sleeps).toEqual([250, 500])
  const silent = scripted(page(200))
  await silent.get()
  expect(silent.count()).toBe(3)
})

test('a page that the target sends beside other responses is not waited for where nothing else is requested', async () => {
  let isAlone = false
  const { get, clock } = target(['/broken', '/wrong'], page(200), async () => isAlone || get('/a'))
  await get('/a')
  await get('/broken')
  isAlone = true
  expect(await get('/wrong')).toMatchObject({ text: '<html>Sign in</html>' })
  expect(clock.sleeps).toEqual([250, 500, 250, 500])
})

test('a page that was confirmed for long enough after other responses is not repeated any more', async () => {
  const { get, count } = scripted(json, page(404))
  await get()
  for (let index = 0; index < 5; index++) expect(await get()).toMatchObject({ status: 404 })
  expect(count()).toBe(1 + 7 + 4)
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

test('after a redirect or a page of a failure, a read is repeated, and a create only if it cannot have taken effect', async () => {
  for (const status of [301, 302, 303, 307, 308, 500, 505, 520]) {
    const read = scripted(page(status), json)
    expect(await read.get()).toMatchObject({ status: 200 })
    expect(read.count()).toBe(2)
  }
  const redirected = scripted(response(302, 'text/plain', ''), json)
  expect(await redirected.post()).toEqual(json)
  for (const status of [303, 500, 520])
    await expect(scripted(page(status)).post()).rejects.toMatchObject({ kind: 'unavailable', mayHaveTakenEffect: true })
})

test('a redirect that only adds a slash to the path comes from the target; another one may not', async () => {
  const redirect = (location: string): RawResponse => ({ ...response(308, 'text/plain', ''), headers: { location } })
  for (const location of ['/v2/t1/servers/', 'http://h/v2/t1/servers/?limit=1']) {
    const { get, count } = scripted(redirect(location))
    expect(await get()).toMatchObject({ status: 308 })
    expect(count()).toBe(1)
  }
  for (const location of ['/v2/t1/servers', '/login/', 'http://other/v2/t1/servers/', 'http://[', ''])
    expect(await scripted(redirect(location), json).get()).toEqual(json)
})

test('a rejection that follows a page of a failure may come from the first attempt', async () => {
  const { get } = scripted(page(500), response(404, 'application/json', '{"itemNotFound":{"message":""}}'))
  expect(await get()).toMatchObject({ status: 404, isRepeated: true })
})

test('a page in response to a create is returned only when the same request gets it again', async () => {
  const { create, maintain } = target()
  await create('first')
  maintain(1)
  await expect(create('a')).rejects.toThrow('HTML page')
  await expect(create('b')).rejects.toThrow('HTML page')
  expect(await create('a')).toMatchObject({ text: '<html>Sign in</html>' })
})

test.each([401, 413, 429, 502, 504, 300])('a page with %i has its own meaning', async (status) => {
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

test('JSON with a wrong content type is not a page', async () => {
  const { get, count } = scripted(response(200, 'text/plain', '{"a":"<html>"}'))
  await get()
  expect(count()).toBe(1)
})

test('an empty body is not a page, whatever its content type', async () => {
  const { post, count } = scripted(response(202, 'text/html; charset=UTF-8', ''))
  expect(await post()).toMatchObject({ status: 202 })
  expect(count()).toBe(1)
})
