/** Variations in how a message is framed and sent (RFC 9112), and in the headers of a gateway. */
import { STATUS_CODES } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { delay, isRequest, json } from './json.mjs'

const headers = (name, source, change, more = {}) => ({ name, source, headers: change, ...more })
const sending = (name, source, send, more = {}) => ({ name, source, group: 'send', send, ...more })
const withLength = ({ status, headers: all, bytes }) =>
  status === 204 ? all : { ...all, 'content-length': bytes.length }

const plainLine = (name, value) => `${name}: ${value}`

/** Writes a response to the socket and closes the connection. */
function sendRaw(response, { status, headers: all, bytes }, { version = '1.1', line = plainLine } = {}) {
  const fields = Object.entries({ ...all, connection: 'close' }).flatMap(([name, values]) =>
    [values].flat().map((value) => `${line(name, value)}\r\n`),
  )
  const head = `HTTP/${version} ${status} ${STATUS_CODES[status]}\r\n${fields.join('')}\r\n`
  response.socket.end(Buffer.concat([Buffer.from(head), status === 204 ? Buffer.alloc(0) : bytes]))
}

/** Chunks of 61 bytes, with extensions and leading zeros in their sizes. */
function chunked(bytes) {
  const parts = []
  for (let at = 0; at < bytes.length; at += 61) {
    const part = bytes.subarray(at, at + 61)
    parts.push(Buffer.from(`00${part.length.toString(16).toUpperCase()};part="${at};x"\r\n`), part, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}

const encoders = [
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['gzip', gzipSync],
]

/** Rejects creations of servers that follow each other by less than `ms`. */
const createsLimited = (name, ms, retryAfter, slowness) => ({
  name,
  source: 'RFC 6585 4, B-113: a rate limit of one operation',
  group: 'limit',
  slowness,
  handle: () => {
    let last = 0
    return async (request, next) => {
      if (!isRequest(request, 'POST', /^\/servers$/)) return next(request)
      if (Date.now() - last < ms)
        return json(429, { overLimit: { code: 429, message: '잠시 후 다시 시도하세요.' } }, retryAfter())
      last = Date.now()
      return next(request)
    }
  },
})

export const wire = [
  sending('http-1.0', 'RFC 9112 2.3, 6.3', (response, reply) => sendRaw(response, reply, { version: '1.0' })),
  sending('bodies-until-close', 'RFC 9112 6.3', (response, reply) => sendRaw(response, reply)),
  sending('chunk-extensions', 'RFC 9112 7.1.1', (response, reply) => {
    if (reply.status === 204) return sendRaw(response, reply)
    const all = { ...reply.headers, 'transfer-encoding': 'chunked' }
    return sendRaw(response, { ...reply, headers: all, bytes: chunked(reply.bytes) })
  }),
  sending('blanks-around-header-values', 'RFC 9112 5.1', (response, reply) =>
    sendRaw(response, { ...reply, headers: withLength(reply) }, { line: (name, value) => `${name}:\t  ${value}   ` }),
  ),
  sending('brotli', 'RFC 9110 8.4', (response, reply, request) => {
    const accepted = request.headers['accept-encoding'] ?? ''
    const [coding, encode] = encoders.find(([name]) => accepted.includes(name)) ?? []
    if (coding === undefined || reply.bytes.length === 0)
      return response.writeHead(reply.status, withLength(reply)).end(reply.bytes)
    const encoded = { ...reply, bytes: encode(reply.bytes) }
    const all = { ...withLength(encoded), 'content-encoding': coding, vary: 'Accept-Encoding' }
    return response.writeHead(reply.status, all).end(encoded.bytes)
  }),
  sending('lengths-of-204', 'eventlet of Nova writes Content-Length: 0', (response, reply) =>
    response.writeHead(reply.status, { ...reply.headers, 'content-length': reply.bytes.length }).end(reply.bytes),
  ),
  sending(
    'late-bodies',
    'RFC 9112 6.3: the headers come first',
    async (response, reply) => {
      response.writeHead(reply.status, withLength(reply))
      response.flushHeaders()
      if (Math.random() < 0.1) await delay(400)
      response.end(reply.bytes)
    },
    { slowness: 30 },
  ),
  sending('trickled-bodies', 'RFC 9112 6.3', async (response, reply) => {
    response.writeHead(reply.status, withLength(reply))
    const size = Math.ceil(reply.bytes.length / 8)
    for (let at = 0; at < reply.bytes.length; at += size) {
      response.write(reply.bytes.subarray(at, at + size))
      await delay(2)
    }
    response.end()
  }),
  {
    name: 'keep-alive-hints',
    source: 'RFC 9112 C.2.2',
    group: 'connection',
    listen: (server) => Object.assign(server, { keepAliveTimeout: 1_000, maxRequestsPerSocket: 20 }),
  },
  {
    name: 'four-connections',
    source: 'a gateway that drops connections above its limit',
    group: 'connection',
    slowness: 60,
    listen: (server) => Object.assign(server, { maxConnections: 4 }),
  },
  headers(
    'close-after-errors',
    'RFC 9112 9.6',
    (all, _, status) => (status >= 400 ? { ...all, connection: 'close' } : all),
    { group: 'connection' },
  ),
  headers(
    'empty-bodies-typed-as-json',
    'Nova: Content-Type of a 202 without a body',
    (all) => ({ 'content-type': 'application/json', ...all }),
    { group: 'content-type' },
  ),
  headers(
    'more-parameters-of-json',
    'RFC 9110 5.6.6',
    (all) =>
      all['content-type']?.startsWith('application/json')
        ? { ...all, 'content-type': 'application/json ; q=1; Profile="a,b;c=d" ;charset=utf-8' }
        : all,
    { group: 'content-type' },
  ),
  headers('retry-after-with-202', 'RFC 9110 10.2.3', (all, _, status) =>
    status === 202 ? { ...all, 'retry-after': '120' } : all,
  ),
  headers('rate-limit-headers', 'draft-ietf-httpapi-ratelimit-headers', (all) => ({
    ...all,
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 60),
    ratelimit: '"default";r=0;t=60',
  })),
  headers('deprecation-headers', 'RFC 8594, RFC 9745', (all) => ({
    ...all,
    deprecation: '@1688169599',
    sunset: 'Sat, 31 Dec 2039 23:59:59 GMT',
    warning: '299 gateway "deprecated API"',
    link: '<https://api.example.kr/v3>; rel="successor-version"; title="next"',
  })),
  headers('age-and-hits-of-a-cache', 'RFC 9111 5.1', (all, { method }) =>
    method === 'GET' ? { ...all, age: '3', 'x-cache': 'HIT', 'cache-status': 'gw; hit' } : all,
  ),
  headers('large-headers', 'RFC 9110 5.4: no limit is defined', (all) => ({
    ...all,
    'set-cookie': [`session=${'a'.repeat(4_000)}; Path=/`, `trace=${'b'.repeat(3_000)}`],
    'content-security-policy': `default-src ${'https://cdn.example.kr '.repeat(100)}`,
  })),
  createsLimited('one-create-in-1.5-s', 1_500, () => ({ 'retry-after': '2' }), 250),
  createsLimited(
    'one-create-a-second-with-dates',
    1_000,
    () => ({ 'retry-after': new Date(Date.now() + 2_000).toUTCString() }),
    200,
  ),
]
