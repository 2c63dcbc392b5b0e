/** What a client may do wrong on the wire: every answer is bounded, and the emulator goes on serving. */
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RunningEmulator, startEmulator } from './server.ts'

let emulator: RunningEmulator
beforeEach(async () => {
  emulator = await startEmulator({ patience: { headers: 300, request: 600 } })
})
afterEach(async () => {
  // Whatever came before, the next client is served.
  expect((await fetch(emulator.url)).status).toBe(200)
  await emulator.close()
})

/** Sends bytes as they are, piece by piece, and returns what came back until the connection ended or `quiet` ms passed. */
function talk(pieces: readonly string[], quiet = 5000): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece)
    })
    const finish = () => {
      socket.destroy()
      resolve(heard)
    }
    const timer = setTimeout(finish, quiet)
    socket.on('data', (data) => {
      heard += data.toString()
      if (/\r\n\r\n/.test(heard) && !/chunked/i.test(heard)) setTimeout(finish, 50)
    })
    socket.on('error', finish)
    socket.on('close', () => {
      clearTimeout(timer)
      finish()
    })
  })
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])

function request(method: string, path: string, headers: readonly string[] = [], body = ''): string {
  const token = `X-Auth-Token: ${emulator.config.auth.token}`
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  return [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', token, ...headers, ...length, '', body].join('\r\n')
}

const below = (path: string) => `/v2/${emulator.config.target.tenant}${path}`
const json = 'Content-Type: application/json'

describe('a client that is slow', () => {
  test('with its headers is told so and cut off', async () => {
    expect(statusOf(await talk([`GET / HTTP/1.1\r\nHost: x\r\nX-Slow: `]))).toBe(408)
  })

  test('with its body is told so and cut off', async () => {
    const headers = request('POST', below('/servers'), [json, 'Content-Length: 50'])
    expect(statusOf(await talk([headers, '{"server"']))).toBe(408)
  })
})

describe('a request that is too large', () => {
  test('in its headers is answered 431', async () => {
    expect(statusOf(await talk([request('GET', '/', [`X-Large: ${'x'.repeat(20_000)}`])]))).toBe(431)
  })

  test('in its path is answered 431', async () => {
    expect(statusOf(await talk([request('GET', `/${'x'.repeat(20_000)}`)]))).toBe(431)
  })

  test('in its declared length is answered 413 before it is there', async () => {
    const headers = request('POST', below('/servers'), [json, 'Content-Length: 999999999'])
    expect(statusOf(await talk([headers, '{']))).toBe(413)
  })

  test('in chunks that do not end is answered 413', async () => {
    const headers = request('POST', below('/servers'), [json, 'Transfer-Encoding: chunked'])
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    expect(statusOf(await talk([headers, chunk, chunk, chunk]))).toBe(413)
  })

  test('in its nesting is answered 400', async () => {
    const body = `{"server": ${'['.repeat(5000)}${']'.repeat(5000)}}`
    expect(statusOf(await talk([request('POST', below('/servers'), [json], body)]))).toBe(400)
  })
})

describe('a request that is malformed', () => {
  test.each([
    ['no JSON', json, '{"server":', 400],
    ['no UTF-8', json, '{"server": "\xff"}', 400],
    ['JSON that is no object', json, '[]', 400],
    ['XML', 'Content-Type: application/xml', '<server/>', 415],
    ['a form', 'Content-Type: application/x-www-form-urlencoded', 'server=1', 415],
  ])('with %s is answered in the envelope', async (_what, type, body, status) => {
    const bytes = Buffer.from(body, 'latin1')
    const response = await fetch(`${emulator.url}${below('/servers')}`, {
      method: 'POST',
      headers: { 'x-auth-token': emulator.config.auth.token, 'content-type': type.slice(14) },
      body: bytes,
    })
    expect(response.status).toBe(status)
    expect(Object.values(Object(await response.json()))).toEqual([expect.objectContaining({ code: status })])
  })

  test.each([
    ['/servers/%', 404],
    ['/servers/%ff', 404],
    ['/servers/%00', 404],
    ['/servers/..%2f..', 404],
    ['/servers/constructor', 404],
    ['/os-keypairs/__proto__', 404],
    ['/servers?limit=%zz', 400],
    ['/servers?name=%ff', 200],
    ['/servers?name=[', 400],
    ['/servers?limit=1e309', 400],
    ['/servers?limit=99999999999999999999', 200],
    ['/servers?changes-since=%00', 400],
    ['/servers/detail?__proto__=1', 200],
    ['//servers', 404],
    ['/servers/', 404],
    ['/servers;a=b', 404],
  ])('%s is answered %i', async (path, status) => {
    const answer = await talk([request('GET', below(path), ['Connection: close'])])
    expect([path, statusOf(answer)]).toEqual([path, status])
    expect(answer).not.toContain('at ')
  })

  test.each([
    'NONSENSE\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a b\r\n\r\n',
  ])('%j is answered 400', async (bytes) => {
    expect(statusOf(await talk([bytes]))).toBe(400)
  })

  test.each(['PATCH', 'TRACE', 'PROPFIND', 'HEAD'])('with the method %s is answered 404', async (method) => {
    expect(statusOf(await talk([request(method, below('/servers'), ['Connection: close'])]))).toBe(404)
  })
})

test('a regular expression that would never end is answered 400, soon', async () => {
  const { target, auth, resources } = emulator.config
  const headers = { 'x-auth-token': auth.token, 'content-type': 'application/json' }
  const { image, localFlavor, network } = resources
  const server = { name: `${'a'.repeat(60)}b`, imageRef: image, flavorRef: localFlavor, networks: [{ uuid: network }] }
  const url = `${emulator.url}/v2/${target.tenant}/servers`
  expect((await fetch(url, { method: 'POST', headers, body: JSON.stringify({ server }) })).status).toBe(202)
  const answer = await fetch(`${url}?name=${encodeURIComponent('^(a+)+$')}`, { headers })
  expect(answer.status).toBe(400)
  expect((await fetch(`${url}?name=${encodeURIComponent('^a+b$')}`, { headers })).status).toBe(200)
})

test('of many tokens the oldest are forgotten, and the newest are valid', async () => {
  const { accounts } = emulator.state
  const first = accounts.issue(accounts.conformance)
  for (let count = 0; count < 10_000; count++) accounts.issue(accounts.conformance)
  expect(accounts.find(first.text)).toBeUndefined()
  expect(accounts.find(accounts.issue(accounts.conformance).text)).toBeDefined()
  expect(accounts.tokens.length).toBeLessThanOrEqual(10_000)
})
