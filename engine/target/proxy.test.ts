import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ProxySettings } from '#model'
import { createHttpClient } from './http-client.ts'
import { serve } from './loopback.fixture.ts'
import { proxyFrom } from './proxy.ts'

describe('the proxies of the environment', () => {
  test.each<[NodeJS.ProcessEnv, ProxySettings | undefined]>([
    [{}, undefined],
    [{ HTTP_PROXY: '', NO_PROXY: 'a' }, undefined],
    [{ HTTPS_PROXY: 'http://p:1' }, { https: 'http://p:1/', bypass: [] }],
    [
      { https_proxy: 'q:2', HTTPS_PROXY: 'http://p:1' },
      { https: 'http://q:2/', bypass: [] },
    ],
    [{ ALL_PROXY: 'http://p:1' }, { http: 'http://p:1/', https: 'http://p:1/', bypass: [] }],
    [
      { HTTP_PROXY: 'http://h:1', all_proxy: 'https://p', NO_PROXY: 'a.b, .c *' },
      { http: 'http://h:1/', https: 'https://p/', bypass: ['a.b', '.c', '*'] },
    ],
  ])('%j are %j', (env, proxies) => {
    expect(proxyFrom(undefined, env)).toEqual(proxies)
  })

  test('yield to --proxy', () => {
    expect(proxyFrom('p:1', { HTTP_PROXY: 'http://q:2' })).toEqual({ all: 'http://p:1/' })
  })

  test.each([
    ['socks5://p:1', 'ALL_PROXY: only HTTP proxies are supported, not socks5'],
    ['http://:x', 'ALL_PROXY: not the URL of a proxy; expected http://host:port'],
  ])('cannot be %s', (value, message) => {
    expect(() => proxyFrom(undefined, { ALL_PROXY: value })).toThrow(message)
  })
})

/** Starts an HTTP proxy that forwards everything to the given port of this machine, whatever host is requested. */
async function startProxy(port: number) {
  const seen: string[] = []
  const server = createServer((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.url}`)
    const { pathname } = new URL(incoming.url ?? '')
    const forwarded = httpRequest({ port, path: pathname, headers: incoming.headers }, (upstream: IncomingMessage) => {
      response.writeHead(upstream.statusCode ?? 0, upstream.headers)
      upstream.pipe(response)
    })
    incoming.pipe(forwarded)
  })
  const sockets = new Set<Socket>()
  server.on('connect', (incoming, socket: Socket) => {
    seen.push(`CONNECT ${incoming.url} ${incoming.headers['proxy-authorization'] ?? ''}`.trim())
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    for (const each of [socket, upstream]) sockets.add(each.on('error', () => undefined))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { seen, url: `http://ada:geheim@127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` }
}

async function viaProxy() {
  const target = await serve(() => ({ 'GET /flavors': () => ({ body: { flavors: [] } }) }))
  const proxy = await startProxy(Number(new URL(target.url).port))
  return { target, proxy }
}

function client(proxy: ProxySettings) {
  const http = createHttpClient({ proxy }, 3_000)
  onTestFinished(() => http.close())
  return http
}

describe('a client with a proxy', () => {
  test('sends requests for http URLs to it', async () => {
    const { proxy } = await viaProxy()
    const http = client({ http: proxy.url, bypass: [] })
    expect(await http.get('http://cloud.invalid/flavors')).toMatchObject({ status: 200, json: { flavors: [] } })
    expect(proxy.seen).toEqual(['GET http://cloud.invalid/flavors'])
  })

  test('opens a tunnel through it for https URLs', async () => {
    const { proxy } = await viaProxy()
    const http = client({ https: proxy.url, bypass: [] })
    await expect(http.get('https://cloud.invalid/flavors')).rejects.toThrow(
      /^https:\/\/cloud\.invalid\/flavors does not respond through the proxy http:\/\/127\.0\.0\.1:\d+: .*(SSL|wrong version|TLS)/,
    )
    expect(proxy.seen[0]).toMatch(/^CONNECT cloud\.invalid:443 Basic /)
  })

  test.each([['cloud.invalid'], ['.invalid'], ['*'], ['other, cloud.invalid:80']])(
    'does not use it for hosts in NO_PROXY=%s',
    async (names) => {
      const { proxy } = await viaProxy()
      const proxies = proxyFrom(undefined, { HTTP_PROXY: proxy.url, NO_PROXY: names })
      await expect(client(proxies ?? {}).get('http://cloud.invalid/flavors')).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/)
      expect(proxy.seen).toEqual([])
    },
  )

  test('uses it for this machine only with --proxy', async () => {
    const { proxy, target } = await viaProxy()
    await client({ http: proxy.url, https: proxy.url, bypass: [] }).get(`${target.url}/flavors`)
    expect(proxy.seen).toEqual([])
    await client({ all: proxy.url }).get(`${target.url}/flavors`)
    expect(proxy.seen).toEqual([`GET ${target.url}/flavors`])
  })

  test('names it when it cannot be reached', async () => {
    const http = client({ http: 'http://127.0.0.1:1/', bypass: [] })
    await expect(http.get('http://cloud.invalid/x')).rejects.toThrow(
      'http://cloud.invalid/x does not respond through the proxy http://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1',
    )
  })
})
