import { expect, onTestFinished, test } from 'vitest'
import { createHttpClient } from '../http-client.ts'
import { type Routes, serve } from '../loopback.fixture.ts'
import { listPages } from './pages.ts'

async function listed(routes: Routes, path: string) {
  const { url, received } = await serve(() => routes)
  const http = createHttpClient({}, 2_000)
  onTestFinished(() => http.close())
  const compute = { url, computeUrl: `${url}/v2`, tenant: 't1' }
  const context = { http, compute, token: 't', profile: 'toast', services: {}, configured: {} }
  const member = path.split('?')[0]?.slice(1) ?? ''
  const rows = await listPages(context, member, undefined, `${url}/missing`, url + path)
  return { rows, requests: received.length }
}

const rows = (...ids: readonly string[]) => ids.map((id) => ({ id }))
const link = (query: string, rel = 'next') => [{ rel, href: `http://unreachable.example/flavors${query}` }]

test('a list is read page by page, at the same URL with the marker of the link, as long as there is a next link', async () => {
  const routes: Routes = {
    'GET /flavors?a=1': () => ({ body: { flavors: rows('u1', 'u2'), flavors_links: link('?limit=2&marker=u1') } }),
    'GET /flavors?a=1&marker=u1': () => ({
      body: { flavors: rows('u2', 'u3'), flavors_links: link('?marker=u4', 'previous') },
    }),
  }
  expect(await listed(routes, '/flavors?a=1')).toEqual({ rows: rows('u1', 'u2', 'u3'), requests: 4 })
})

test('a link without a marker stands for the last id', async () => {
  const routes: Routes = {
    'GET /flavors': () => ({ body: { flavors: rows('u1', 'u2'), flavors_links: link('') } }),
    'GET /flavors?marker=u2': () => ({ body: { flavors: rows('u3') } }),
  }
  expect((await listed(routes, '/flavors')).rows).toEqual(rows('u1', 'u2', 'u3'))
})

test('the pages of the image service have one link, without a host', async () => {
  const routes: Routes = {
    'GET /images': () => ({ body: { images: rows('a'), next: '/v2/images?marker=a' } }),
    'GET /images?marker=a': () => ({ body: { images: rows('b') } }),
  }
  expect((await listed(routes, '/images')).rows).toEqual(rows('a', 'b'))
})

test('only two pages are requested from a target that always returns the same one', async () => {
  const routes: Routes = { 'GET /flavors': () => ({ body: { flavors: rows('u1'), flavors_links: link('') } }) }
  expect(await listed(routes, '/flavors')).toEqual({ rows: rows('u1'), requests: 4 })
})

test('a response without the list, such as an error with 200, is followed by the other list', async () => {
  const routes: Routes = {
    'GET /missing': () => ({ body: { error: { code: 404 } } }),
    'GET /flavors': () => ({ body: { flavors: rows('u1') } }),
  }
  expect(await listed(routes, '/flavors')).toEqual({ rows: rows('u1'), requests: 2 })
})
