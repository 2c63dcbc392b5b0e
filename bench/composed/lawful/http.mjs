/** Variations in HTTP. */
import { gzipSync } from 'node:zlib'
import { delay, json } from './json.mjs'

const headers = (name, source, change) => ({ name, source, headers: change })
const sending = (name, source, send) => ({ name, source, group: 'send', send })
const withLength = ({ status, headers: all, bytes }) =>
  status === 204 ? all : { ...all, 'content-length': bytes.length }

const upperCase = (all) => Object.fromEntries(Object.entries(all).map(([key, value]) => [key.toUpperCase(), value]))

const contentType = (name, source, type) => ({
  ...headers(name, source, (all) =>
    all['content-type']?.startsWith('application/json') ? { ...all, 'content-type': type } : all,
  ),
  group: 'content-type',
})

/** Rejects the requests of a second that exceed a rate limit. */
const rateLimit = (perSecond) => () => {
  const accepted = []
  return async (request, next) => {
    const now = Date.now()
    while (accepted[0] <= now - 1_000) accepted.shift()
    if (accepted.length >= perSecond)
      return json(429, { overLimit: { code: 429, message: '요청이 너무 많습니다' } }, { 'retry-after': '1' })
    accepted.push(now)
    return next(request)
  }
}

/** Rejects every n-th request with 503 and Retry-After, in seconds or as a date. */
const unavailable = (methods, every, retryAfter) => () => {
  let count = 0
  return async (request, next) => {
    if (request.path === undefined || !methods.includes(request.method) || ++count % every !== 0) return next(request)
    const body = '<html><body><h1>503 Service Unavailable</h1></body></html>'
    return { status: 503, headers: { 'content-type': 'text/html', 'retry-after': retryAfter() }, body }
  }
}

export const headerCase = { ...headers('header-case', 'RFC 9110 5.1', upperCase), group: 'header-case' }

export const http = [
  headers('many-headers', 'RFC 9110 5.3', (all) => ({
    ...all,
    vary: ['X-OpenStack-Nova-API-Version', 'Accept-Encoding', 'OpenStack-API-Version'],
    'set-cookie': ['route=a1; Path=/; HttpOnly', 'lb=2; Path=/'],
    via: '1.1 gateway, 1.1 cache',
    'cache-control': ['no-store', 'no-cache'],
    'strict-transport-security': 'max-age=31536000',
  })),
  headers('etags', 'RFC 9110 8.8.3', (all, { method }, status) =>
    method === 'GET' && status === 200
      ? { ...all, etag: `W/"${Date.now().toString(36)}"`, 'cache-control': 'private' }
      : all,
  ),
  headers('request-ids', 'B-32', (all) => {
    const id = `r.${Math.random().toString(36).slice(2)}/${Date.now()}`
    return { ...all, ...(all['x-compute-request-id'] && { 'x-compute-request-id': id, 'x-openstack-request-id': id }) }
  }),
  contentType('charset', 'RFC 9110 8.3.1', 'application/json; charset=UTF-8'),
  contentType('quoted-charset', 'RFC 9110 8.3.1', 'Application/JSON;charset="utf-8"'),
  headers('typed-empty-bodies', 'webob of Nova writes it', (all) => ({
    'content-type': 'text/html; charset=UTF-8',
    ...all,
  })),
  headers('www-authenticate', 'RFC 9110 11.6.1', (all, _, status) =>
    status === 401 ? { ...all, 'www-authenticate': "Keystone uri='https://iam.example/v3'" } : all,
  ),
  sending('chunked', 'RFC 9112 7.1', (response, { status, headers: all, bytes }) => {
    response.writeHead(status, status === 204 ? all : { ...all, 'transfer-encoding': 'chunked', trailer: 'x-checksum' })
    for (let at = 0; at < bytes.length; at += 1_000) response.write(bytes.subarray(at, at + 1_000))
    if (status !== 204) response.addTrailers({ 'x-checksum': 'none' })
    response.end()
  }),
  sending('gzip', 'RFC 9110 8.4', (response, reply, request) => {
    const isZipped = /gzip/.test(request.headers['accept-encoding'] ?? '') && reply.bytes.length > 0
    const bytes = isZipped ? gzipSync(reply.bytes) : reply.bytes
    const encoded = isZipped ? { ...reply.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' } : reply.headers
    response.writeHead(reply.status, withLength({ ...reply, headers: encoded, bytes })).end(bytes)
  }),
  sending('interim-responses', 'RFC 9110 15.2', (response, reply) => {
    response.writeProcessing()
    response.writeEarlyHints({ link: '</style.css>; rel=preload' })
    response.writeHead(reply.status, withLength(reply)).end(reply.bytes)
  }),
  sending('reason-phrases', 'RFC 9112 4', (response, reply) => {
    response.writeHead(reply.status, reply.status < 300 ? '' : 'Nein danke', withLength(reply)).end(reply.bytes)
  }),
  sending('split-bodies', 'RFC 9112 6.3', async (response, reply) => {
    response.writeHead(reply.status, withLength(reply))
    const middle = Math.floor(reply.bytes.length / 2)
    response.write(reply.bytes.subarray(0, middle))
    await delay(2)
    response.end(reply.bytes.subarray(middle))
  }),
  sending('no-dates', 'RFC 9110 6.6.1', (response, reply) => {
    response.sendDate = false
    response.writeHead(reply.status, withLength(reply)).end(reply.bytes)
  }),
  {
    name: 'connection-close',
    source: 'RFC 9112 9.6',
    group: 'connection',
    headers: (all) => ({ ...all, connection: 'close' }),
  },
  {
    name: 'few-requests-per-connection',
    source: 'RFC 9112 9.6',
    group: 'connection',
    listen: (server) => Object.assign(server, { maxRequestsPerSocket: 5 }),
  },
  {
    name: 'short-keep-alive',
    source: 'RFC 9112 9.5',
    group: 'connection',
    listen: (server) => Object.assign(server, { keepAliveTimeout: 100, keepAliveTimeoutBuffer: 0 }),
  },
  { name: 'rate-limit', source: 'RFC 6585 4, B-113', group: 'limit', slowness: 30, handle: rateLimit(90) },
  {
    name: 'unavailable-reads',
    source: 'RFC 9110 15.6.4',
    group: 'limit',
    slowness: 20,
    handle: unavailable(['GET'], 150, () => '1'),
  },
  {
    name: 'unavailable-at-times',
    source: 'RFC 9110 15.6.4, 10.2.3',
    group: 'limit',
    slowness: 20,
    handle: unavailable(['GET', 'POST', 'PUT', 'DELETE'], 170, () => new Date(Date.now() + 1_000).toUTCString()),
  },
]
