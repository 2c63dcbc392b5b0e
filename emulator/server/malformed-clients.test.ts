/** Malformed, oversized and slow requests: each gets an error response, and the emulator serves the next client. */
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RunningEmulator, startEmulator } from './server.ts'

let emulator: RunningEmulator
beforeEach(async () => {
  emulator = await startEmulator({ patience: { headers: 300, request: 600 } })
})
afterEach(async () => {
  expect((await fetch(emulator.url)).status).toBe(200)
  await emulator.close()
})

/** Sends raw bytes in pieces, and returns the response: until the connection ends, or a complete header arrives, or a timeout. */
function sendRaw(pieces: readonly string[], timeout = 5000): Promise<string> {
  return new Promise((resolve) => {
    let received = ''
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece)
    })
    const finish = () => {
      socket.destroy()
      resolve(received)
    }
    const timer = setTimeout(finish, timeout)
    socket.on('data', (data) => {
      received += data.toString()
      if (/\r\n\r\n/.test(received) && !/chunked/i.test(received)) setTimeout(finish, 50)
    })
    socket.on('error', finish)
    socket.on('close', () => {
      clearTimeout(timer)
      finish()
    })
  })
}

const statusOf = (response: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(response)?.[1])

function request(method: string, path: string, headers: readonly string[] = [], body = ''): string {
  const token = `X-Auth-Token: ${emulator.config.auth.token}`
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  return [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', token, ...headers, ...length, '', body].join('\r\n')
}

const computePath = (path: string) => `/v2/${emulator.config.target.tenant}${path}`
const json = 'Content-Type: application/json'

describe('a slow client', () => {
  test('gets 408 for incomplete headers', async () => {
    expect(statusOf(await sendRaw([`GET / HTTP/1.1\r\nHost: x\r\nX-Slow: `]))).toBe(408)
  })

  test('gets 408 for an incomplete body', async () => {
    const headers = request('POST', computePath('/servers'), [json, 'Content-Length: 50'])
    expect(statusOf(await sendRaw([headers, '{"server"']))).toBe(408)
  })
})

describe('a request that is too large', () => {
  test('gets 431 for its headers', async () => {
    expect(statusOf(await sendRaw([request('GET', '/', [`X-Large: ${'x'.repeat(20_000)}`])]))).toBe(431)
  })

  test('gets 431 for its path', async () => {
    expect(statusOf(await sendRaw([request('GET', `/${'x'.repeat(20_000)}`)]))).toBe(431)
  })

  test('gets 413 for its declared length before the body arrives', async () => {
    const headers = request('POST', computePath('/servers'), [json, 'Content-Length: 999999999'])
    expect(statusOf(await sendRaw([headers, '{']))).toBe(413)
  })

  test('gets 413 for endless chunks', async () => {
    const headers = request('POST', computePath('/servers'), [json, 'Transfer-Encoding: chunked'])
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    expect(statusOf(await sendRaw([headers, chunk, chunk, chunk]))).toBe(413)
  })

  test('gets 400 for its nesting', async () => {
    const body = `{"server": ${'['.repeat(5000)}${']'.repeat(5000)}}`
    expect(statusOf(await sendRaw([request('POST', computePath('/servers'), [json], body)]))).toBe(400)
  })
})

describe('a malformed request', () => {
  test.each([
    ['malformed JSON', json, '{"server":', 400],
    ['invalid UTF-8', json, '{"server": "\xff"}', 400],
    ['a JSON list', json, '[]', 400],
    ['XML', 'Content-Type: application/xml', '<server/>', 415],
    ['a form', 'Content-Type: application/x-www-form-urlencoded', 'server=1', 415],
  ])('gets an error body in the format of Nova for %s', async (_kind, type, body, status) => {
    const bytes = Buffer.from(body, 'latin1')
    const response = await fetch(`${emulator.url}${computePath('/servers')}`, {
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
  ])('with the path %s gets %i', async (path, status) => {
    const response = await sendRaw([request('GET', computePath(path), ['Connection: close'])])
    expect([path, statusOf(response)]).toEqual([path, status])
    expect(response).not.toContain('at ')
  })

  test.each([
    'NONSENSE\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a b\r\n\r\n',
  ])('such as %j gets 400', async (bytes) => {
    expect(statusOf(await sendRaw([bytes]))).toBe(400)
  })

  test.each(['PATCH', 'TRACE', 'PROPFIND', 'HEAD'])('gets 404 for the method %s', async (method) => {
    expect(statusOf(await sendRaw([request(method, computePath('/servers'), ['Connection: close'])]))).toBe(404)
  })
})

test('a regular expression with exponential backtracking gets 400 quickly', async () => {
  const { target, auth, resources } = emulator.config
  const headers = { 'x-auth-token': auth.token, 'content-type': 'application/json' }
  const { image, localFlavor, network } = resources
  const server = { name: `${'a'.repeat(60)}b`, imageRef: image, flavorRef: localFlavor, networks: [{ uuid: network }] }
  const url = `${emulator.url}/v2/${target.tenant}/servers`
  expect((await fetch(url, { method: 'POST', headers, body: JSON.stringify({ server }) })).status).toBe(202)
  const response = await fetch(`${url}?name=${encodeURIComponent('^(a+)+$')}`, { headers })
  expect(response.status).toBe(400)
  expect((await fetch(`${url}?name=${encodeURIComponent('^a+b$')}`, { headers })).status).toBe(200)
})
