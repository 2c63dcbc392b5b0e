import { createServer, type Server, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { startEmulator } from '#emulator'
import { createProxy } from './create-proxy.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function proxyTo(target: string) {
  const violations: string[] = []
  const onViolation = ({ requirement }: { requirement: string }) => violations.push(requirement)
  const proxy = await createProxy({ target, profile: 'toast', edition: '2020-03', onViolation })
  closing.push(() => proxy.close())
  return { proxy, violations }
}

async function emulatorBehindProxy(...faults: readonly string[]) {
  const emulator = await startEmulator({ faults })
  closing.push(() => emulator.close())
  const { tenant } = emulator.config.target
  const headers = { 'x-auth-token': emulator.config.auth.token, 'content-type': 'application/json' }
  const observed = await proxyTo(emulator.url)
  const call = (method: string, path: string, body?: unknown) =>
    fetch(`${observed.proxy.url}/v2/${tenant}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  return { ...observed, call, emulator }
}

/** Starts a server that answers every request with what `respond` writes. */
async function serve(respond: (response: ServerResponse, path: string) => void): Promise<string> {
  const server: Server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    request.resume()
    respond(response, request.url ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : ''}`
}

describe('the proxy', () => {
  test('forwards requests, rewrites links to itself, and finds no violation of a correct target', async () => {
    const { proxy, violations, call } = await emulatorBehindProxy()
    const created = await call('POST', '/os-keypairs', { keypair: { name: 'a' } })
    expect(created.status).toBe(200)
    expect((await call('GET', '/os-keypairs/a')).status).toBe(200)
    expect((await call('DELETE', '/os-keypairs/a')).status).toBe(202)
    expect((await call('GET', '/os-keypairs/a')).status).toBe(404)
    expect(await (await call('GET', '/flavors')).text()).toContain(`"${proxy.url}/v2/`)
    expect(violations).toEqual([])
    expect(proxy.report()).toMatchObject({ requests: 5, verdict: 'partial' })
  })

  test('reports a response that violates the document as soon as the client receives it', async () => {
    const { proxy, violations, call } = await emulatorBehindProxy('flavors-as-object', 'keypairs-deleted-missing')
    await call('GET', '/flavors')
    expect(violations).toContain('flavors.list.array')
    const failed = proxy.report().requirements.filter(({ outcome }) => outcome === 'fail')
    expect(failed.map(({ id }) => id)).toContain('flavors.list.array')
  })

  test('reports a contradiction between two responses', async () => {
    const { violations, call } = await emulatorBehindProxy('keypairs-show-another')
    await call('POST', '/os-keypairs', { keypair: { name: 'a' } })
    await call('GET', '/os-keypairs/a')
    expect(new Set(violations)).toEqual(new Set(['keypairs.show.by-name']))
  })

  test('forwards other bodies unchanged', async () => {
    const bytes = Buffer.from([0, 255, 1, 254])
    const { proxy } = await proxyTo(
      await serve((response) => response.writeHead(200, { 'content-type': 'image/png' }).end(bytes)),
    )
    expect(Buffer.from(await (await fetch(`${proxy.url}/v2/t/servers`)).arrayBuffer())).toEqual(bytes)
  })

  test.each([
    ['a HEAD request', 'HEAD', 200, 'Fine', ['Content-Type', 'application/json', 'Content-Length', '77']],
    ['what has not changed', 'GET', 304, 'Not Modified', ['Content-Type', 'application/json', 'Content-Length', '77']],
    ['a token', 'POST', 201, 'Made', ['X-Subject-Token', 't', 'Set-Cookie', 'a=1', 'X-B', '1', 'Set-Cookie', 'b=2']],
  ])('forwards the head of a response about %s unchanged', async (_, method, status, reason, headers) => {
    const target = await serve((response) => {
      response.sendDate = false
      response.writeHead(status, reason, headers).end()
    })
    const { proxy } = await proxyTo(target)
    const head = async (origin: string) => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1')
      socket.write(`${method} /v2/t/servers HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n`)
      return text(socket)
    }
    expect(await head(proxy.url)).toBe(await head(target))
  })

  test('forwards the headers of a request as they were sent, also a very long token', async () => {
    const received: string[] = []
    const target = await serve((response) => {
      received.push(...response.req.rawHeaders)
      response.end('{}')
    })
    const { proxy } = await proxyTo(target)
    const token = 'p'.repeat(40_000)
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
    socket.write(
      `GET /v2/t HTTP/1.1\r\nhost: h\r\nX-AUTH-Token: ${token}\r\nAccept: a\r\nAccept: b\r\nconnection: close\r\n\r\n`,
    )
    expect(await text(socket)).toContain('HTTP/1.1 200 ')
    expect(received.slice(4)).toEqual(['X-AUTH-Token', token, 'Accept', 'a', 'Accept', 'b'])
  })

  test('forwards the length of a body that is too long to compare', async () => {
    const lengths: (string | undefined)[] = []
    const target = await serve((response) => {
      lengths.push(response.req.headers['content-length'])
      response.req.on('end', () => response.end('{}'))
    })
    const { proxy } = await proxyTo(target)
    const body = Buffer.alloc(17 * 1024 * 1024)
    expect((await fetch(`${proxy.url}/v2/t/file`, { method: 'PUT', body })).status).toBe(200)
    expect(lengths).toEqual([String(body.length)])
  })

  test('adds no listeners while it waits for a slow client', async () => {
    const warnings: string[] = []
    const onWarning = ({ name }: Error) => void warnings.push(name)
    process.on('warning', onWarning)
    closing.push(async () => process.off('warning', onWarning))
    const target = await serve((response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(17 * 1024 * 1024))
    })
    const { proxy } = await proxyTo(target)
    const response = await fetch(`${proxy.url}/v2/t/file`)
    expect((await response.arrayBuffer()).byteLength).toBe(17 * 1024 * 1024)
    expect(warnings).toEqual([])
  })

  test('rewrites redirects to the target', async () => {
    const target = await serve((response) => response.writeHead(302, { location: `${target}/v2/t/servers` }).end())
    const { proxy } = await proxyTo(target)
    const response = await fetch(`${proxy.url}/v2/t/servers/`, { redirect: 'manual' })
    expect(response.headers.get('location')).toBe(`${proxy.url}/v2/t/servers`)
  })

  test('responds with 502 if the target closes the connection, and continues', async () => {
    let isBroken = true
    const target = await serve((response) => {
      if (isBroken) response.destroy()
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"flavors":[]}')
    })
    const { proxy } = await proxyTo(target)
    expect((await fetch(`${proxy.url}/v2/t/flavors`)).status).toBe(502)
    isBroken = false
    expect((await fetch(`${proxy.url}/v2/t/flavors`)).status).toBe(200)
  })

  test('forwards nothing to a host that no catalog has named', async () => {
    const { proxy } = await proxyTo(await serve((response) => response.end()))
    expect((await fetch(`${proxy.url}/-/169.254.169.254/latest`)).status).toBe(404)
  })

  test.each([
    ['a request to change to HTTP/2, as the client of Java sends it', 'GET /v2/t HTTP/1.1', 'upgrade: h2c', 200],
    ['a request for a web socket', 'GET /v2/t HTTP/1.1', 'upgrade: websocket', 200],
    ['a request with the whole URL of the target', 'GET {target}/v2/t HTTP/1.1', 'accept: */*', 200],
    ['a request with the URL of another host', 'GET http://169.254.169.254/latest HTTP/1.1', 'accept: */*', 404],
    ['a request for a tunnel', 'CONNECT example.com:443 HTTP/1.1', 'accept: */*', 501],
    ['a request for the whole server', 'OPTIONS * HTTP/1.1', 'accept: */*', 404],
  ])('responds to %s', async (_, line, header, status) => {
    const target = await serve((response) => response.end('{}'))
    const { proxy } = await proxyTo(target)
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
    const connection = header.startsWith('upgrade') ? 'upgrade' : 'close'
    const first = line.replace('{target}', target)
    socket.write(`${first}\r\nhost: proxy\r\n${header}\r\nconnection: ${connection}\r\n\r\n`)
    if (connection === 'upgrade') socket.once('data', () => socket.end())
    expect(await text(socket)).toContain(`HTTP/1.1 ${status} `)
  })

  test('shows the report so far', async () => {
    const { proxy, call } = await emulatorBehindProxy()
    await call('GET', '/flavors')
    expect(await (await fetch(`${proxy.url}/-/report`)).json()).toMatchObject({ requests: 1 })
  })
})
