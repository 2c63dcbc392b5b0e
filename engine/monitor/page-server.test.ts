import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PageServer, servePages } from './page-server.ts'

let server: PageServer
beforeAll(async () => {
  server = await servePages('127.0.0.1', 0, {
    '/': () => Promise.resolve({ contentType: 'text/html', body: '<p>latest' }),
    '/empty': () => Promise.resolve(undefined),
    '/broken': () => Promise.reject(new TypeError('not readable')),
  })
})
afterAll(() => server.close())

test.each<[string, string, number, string]>([
  ['GET', '/?x=1', 200, '<p>latest'],
  ['HEAD', '/', 200, ''],
  ['POST', '/', 405, 'Only GET and HEAD are allowed.\n'],
  ['GET', '/empty', 503, 'No run has ended yet.\n'],
  ['GET', '/broken', 500, 'not readable\n'],
  ['GET', '/constructor', 404, 'Not found; the pages are /, /empty, /broken.\n'],
])('%s %s returns %i', async (method, path, status, body) => {
  const response = await fetch(server.url + path, { method })
  expect([response.status, await response.text()]).toEqual([status, body])
})

test('a port that is in use is an error', async () => {
  await expect(servePages('127.0.0.1', Number(new URL(server.url).port), {})).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})
