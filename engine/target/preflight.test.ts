import { expect, onTestFinished, test, vi } from 'vitest'
import { operationsUrl } from '#model'
import { parseEndpoint } from './endpoint/endpoint.ts'
import { createHttpClient, type HttpResponse } from './http-client.ts'
import { type Routes, serve } from './loopback.fixture.ts'
import { preflight } from './preflight.ts'

test('requests the root without the token and the flavors with it', async () => {
  const { url, received } = await serve(() => ({
    'GET /': () => ({ body: { versions: [{ id: 'v2.0' }, { id: 7 }, null] } }),
    'GET /v2/t%201/flavors': () => ({ body: { flavors: [] } }),
  }))
  const http = createHttpClient({})
  onTestFinished(() => http.close())
  const compute = { url, computeUrl: `${url}/v2`, tenant: 't 1' }
  const result = await preflight(http, compute, 'tok')
  expect(result).toEqual({ root: true, versions: ['v2.0'], compute })
  expect(received.map(({ path, headers }) => [path, headers['x-auth-token']])).toEqual([
    ['/', undefined],
    ['/v2/t%201/flavors', 'tok'],
  ])
})

test('reads the flavors again when a gateway occasionally rejects a valid token', async () => {
  let count = 0
  const flavors = () => (count++ < 3 ? { status: 401 } : { body: { flavors: [] } })
  const { url } = await serve(() => ({ ...offered('v2.0'), 'GET /v2/t1/flavors': flavors }))
  const http = createHttpClient({})
  onTestFinished(() => http.close())
  const compute = { url, computeUrl: `${url}/v2`, tenant: 't1' }
  expect(await preflight(http, compute, 'tok')).toMatchObject({ root: true })
  expect(count).toBe(4)
})

test('accepts an endpoint with neither versions nor flavors that has servers', async () => {
  const { url } = await serve(() => ({
    'GET /v2/t1/flavors': () => ({ status: 501 }),
    'GET /v2/t1/servers': () => ({ body: { servers: [] } }),
  }))
  const http = createHttpClient({})
  onTestFinished(() => http.close())
  const compute = { url, computeUrl: `${url}/v2`, tenant: 't1' }
  expect(await preflight(http, compute, 'tok')).toEqual({ root: false, versions: [], compute })
})

const offered = (...ids: readonly string[]) => ({ 'GET /': () => ({ body: { versions: ids.map((id) => ({ id })) } }) })
const page = { headers: { 'content-type': 'text/html' }, body: 'Welcome' }

test.each<[string, Routes, string, string, number]>([
  [
    'a tenant that is rejected',
    { ...offered('v2.0'), 'GET /v2/t1/flavors': () => ({ status: 403, body: { forbidden: { message: 'No.' } } }) },
    'the target rejected the token for tenant t1 (403): No.',
    '',
    2,
  ],
  [
    'a tenant that does not exist',
    offered('v2.0', 'v2.1'),
    'no Compute API for tenant t1: URL/v2/t1/flavors returned 404, as do servers and os-keypairs',
    'Check the tenant (--tenant, OS_PROJECT_ID, target.tenant) and the path of the URL.',
    2,
  ],
  [
    'a target that offers only v2.1',
    { ...offered('v2.1'), 'GET /v2.1/t1/flavors': () => ({}) },
    'the target offers v2.1, and not URL/v2',
    'Use --target URL/v2.1',
    2,
  ],
  [
    'a page for every URL',
    { 'GET /': () => page, 'GET /v2/t1/flavors': () => page },
    'no Compute service at URL: URL/v2/t1/flavors returned an HTML page (200)',
    '',
    3,
  ],
])('%s ends the run in one line', async (_, routes, message, hint, exitCode) => {
  const { url } = await serve(() => routes)
  const http = createHttpClient({})
  onTestFinished(() => http.close())
  const attempt = preflight(http, { url, computeUrl: `${url}/v2`, tenant: 't1' }, 'tok')
  await expect(attempt).rejects.toMatchObject({ message: message.replaceAll('URL', url), exitCode })
  await expect(attempt).rejects.toMatchObject({
    hint: hint === '' ? undefined : hint.replace('Use --target URL', `Use --target ${url}`),
  })
})

test.each<[string, (path: string) => string, string | undefined, number]>([
  ['another host', (path) => `https://api.example/compute${path}`, 'Use --target https://api.example/compute/v2', 2],
  ['a login page', () => '/login', undefined, 3],
  ['the same path with a slash', (path) => `${path}/`, undefined, 3],
])('a redirect of every read to %s ends the run in one line', async (_, locationOf, hint, exitCode) => {
  const get = async (url: string): Promise<HttpResponse> => {
    const { pathname } = new URL(url)
    const isRoot = pathname === '/'
    const headers = { location: locationOf(pathname) }
    return { url, status: isRoot ? 200 : 308, headers, json: isRoot ? { versions: [] } : undefined, isHtml: false }
  }
  const http = { get, post: () => get('http://h/'), close: async () => undefined }
  const attempt = preflight(http, { url: 'http://h', computeUrl: 'http://h/v2', tenant: 't1' }, 'tok')
  await expect(attempt).rejects.toMatchObject({
    message: `flavors, servers and os-keypairs are redirected: http://h/v2/t1/flavors returned 308, a redirect to ${locationOf('/v2/t1/flavors')}; redirects are not followed`,
    hint,
    exitCode,
  })
})

test('a missing list of flavors is left to the suites when another list exists', async () => {
  const { url } = await serve(() => ({ ...offered('v2.0'), 'GET /v2/t1/servers': () => ({}) }))
  const http = createHttpClient({})
  onTestFinished(() => http.close())
  expect(await preflight(http, { url, computeUrl: `${url}/v2`, tenant: 't1' }, 'tok')).toMatchObject({ root: true })
})

test('limits the first request to less than ten seconds', async () => {
  const get = vi.fn().mockRejectedValue(new Error('silent'))
  const http = { get, post: get, close: async () => undefined }
  await expect(preflight(http, { url: 'http://h', computeUrl: 'http://h/v2', tenant: 't' }, 'tok')).rejects.toThrow(
    'silent',
  )
  expect(get.mock.calls[0]?.[2]).toBeLessThan(10_000)
})

test.each<[string, Routes, string]>([
  ['has the operations there', { 'GET /flavors': () => ({ body: { flavors: [] } }) }, ''],
  [
    'responds to anything there',
    { 'GET /flavors': () => ({ body: 'Welcome' }), 'GET /v2/t1/servers': () => ({}) },
    '/v2/t1',
  ],
  [
    'has the operations below the version too',
    { 'GET /flavors': () => ({ body: { flavors: [] } }), 'GET /v2/t1/flavors': () => ({}) },
    '/v2/t1',
  ],
])('a URL without a version: the target %s', async (_, routes, root) => {
  const { url } = await serve(() => ({ ...offered('v2.1'), ...routes }))
  const http = createHttpClient({})
  onTestFinished(() => http.close())
  const given = { ...parseEndpoint(url, 'x'), tenant: 't1' }
  const attempt = preflight(http, given, 'tok')
  if (root === '') return expect(operationsUrl((await attempt).compute)).toBe(url)
  if (routes['GET /v2/t1/flavors']) return expect(operationsUrl((await attempt).compute)).toBe(`${url}${root}`)
  await expect(attempt).rejects.toThrow('the target offers v2.1')
})
