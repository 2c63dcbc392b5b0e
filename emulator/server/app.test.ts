import { expect, test } from 'vitest'
import { at, bootedServer, drive, serverRequest, textAt } from '../testing/driver.ts'

test('gives every Compute response its own request id', async () => {
  const driver = drive()
  const ids: (string | null)[] = []
  for (const path of ['/flavors', '/flavors', '/servers/none', '/none']) {
    const { headers } = await driver.send('GET', path)
    expect(headers.get('x-openstack-request-id')).toBe(headers.get('x-compute-request-id'))
    ids.push(headers.get('x-compute-request-id'))
  }
  expect(new Set(ids).size).toBe(4)
  for (const id of ids) expect(id).toMatch(/^req-[0-9a-f-]{36}$/)
})

test.each([
  ['malformed JSON', '{"server":', 400],
  ['a bare control character', '\u0000', 400],
  ['an empty body', '', 400],
  ['null', 'null', 400],
  ['a list', '[]', 400],
  ['a string', '"x"', 400],
  ['deep nesting', `{"server":${'['.repeat(300)}${']'.repeat(300)}}`, 400],
  ['too many bytes', `{"server":{"name":"${'x'.repeat(120_000)}"}}`, 413],
])('rejects %s', async (_kind, body, status) => {
  expect((await drive().send('POST', '/servers', body)).status).toBe(status)
})

test.each([
  ['application/json; charset=utf-8', 202],
  ['text/plain', 202],
  ['application/xml', 415],
])('responds to a body of the type %s by %i', async (type, status) => {
  const driver = drive()
  const options = { headers: { 'content-type': type } }
  expect((await driver.send('POST', '/servers', serverRequest(driver), options)).status).toBe(status)
})

test.each([
  ['PATCH', '/servers/x'],
  ['PUT', '/servers'],
  ['DELETE', '/flavors'],
  ['GET', '/servers/x/action'],
  ['GET', '/servers/'],
  ['GET', '/servers.json'],
  ['HEAD', '/servers'],
])('responds to %s %s by an HTML page with 404', async (method, path) => {
  const { status, headers } = await drive().send(method, path)
  expect(status).toBe(404)
  expect(headers.get('content-type')).toMatch(/^text\/html/)
})

test('rejects an action body without exactly one known key', async () => {
  const driver = drive()
  const id = await bootedServer(driver)
  for (const body of [{}, [], { bogus: null }, { 'os-start': null, 'os-stop': null }]) {
    expect((await driver.action(id, body)).status).toBe(400)
  }
  expect((await driver.action('none', { 'os-stop': null })).status).toBe(404)
})

test('names the microversion below /v2.1 and ignores it below /v2', async () => {
  const driver = drive()
  const { tenant } = driver.config.target
  const send = (version: string, microversion: string) =>
    driver.send('GET', `/${version}/${tenant}/servers`, undefined, {
      headers: { 'openstack-api-version': `compute ${microversion}` },
    })
  expect((await send('v2', '2.999')).status).toBe(200)
  expect((await send('v2.1', 'latest')).headers.get('openstack-api-version')).toBe('compute 2.1')
  expect((await send('v2.1', '2.999')).status).toBe(406)
  expect((await send('v2.1', 'abc')).status).toBe(400)
})

test.each([
  ['/', 200],
  ['/v2', 200],
  ['/v2/', 200],
  ['/v2.1/', 200],
  ['/v3/', 300],
  ['/identity/', 300],
  ['/identity/v3', 200],
  ['/image/', 300],
  ['/network/', 200],
  ['/volume/', 300],
])('serves %s without a token, with %i', async (path, status) => {
  expect((await drive().send('GET', path, undefined, { token: null })).status).toBe(status)
})

test('links to the resources that its responses name', async () => {
  const driver = drive()
  const id = await bootedServer(driver)
  const { body } = await driver.send('GET', `/servers/${id}`)
  const self = new URL(textAt(body, 'server.links.0.href')).pathname
  expect(at((await driver.send('GET', self)).body, 'server.id')).toBe(id)
  expect(textAt(body, 'server.links.1.href')).toBe(textAt(body, 'server.links.0.href').replace('/v2/', '/'))
})
