import { expect, onTestFinished, test, vi } from 'vitest'
import { createHttpClient } from './http-client.ts'
import { serve } from './loopback.fixture.ts'
import { preflight } from './preflight.ts'

test('requests the root without the token and the flavors with it', async () => {
  const { url, received } = await serve(() => ({
    'GET /': () => ({ body: { versions: [{ id: 'v2.0' }, { id: 7 }, null] } }),
    'GET /v2/t%201/flavors': () => ({}),
  }))
  const http = createHttpClient({})
  onTestFinished(() => http.close())
  const result = await preflight(http, { url, computeUrl: `${url}/v2`, tenant: 't 1' }, 'tok')
  expect(result).toEqual({ root: true, versions: ['v2.0'] })
  expect(received.map(({ path, headers }) => [path, headers['x-auth-token']])).toEqual([
    ['/', undefined],
    ['/v2/t%201/flavors', 'tok'],
  ])
})

test('limits the first request to less than ten seconds', async () => {
  const get = vi.fn().mockRejectedValue(new Error('silent'))
  const http = { get, post: get, close: async () => undefined }
  await expect(preflight(http, { url: 'http://h', computeUrl: 'http://h/v2', tenant: 't' }, 'tok')).rejects.toThrow(
    'silent',
  )
  expect(get.mock.calls[0]?.[2]).toBeLessThan(10_000)
})
