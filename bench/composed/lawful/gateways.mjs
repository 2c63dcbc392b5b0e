/** Variations by the gateway in front of the target: maintenance, rate limits, latency, connections. */
import { delay, isRequest, json } from './json.mjs'

const page = (status, retryAfter) => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8', ...(retryAfter && { 'retry-after': retryAfter }) },
  body: `<html><head><title>${status}</title></head><body><h1>서비스 점검 중입니다.</h1></body></html>`,
})

const latency = (name, source, msOf, slowness) => ({
  name,
  source,
  group: 'latency',
  slowness,
  handle: () => async (request, next) => {
    await delay(msOf(request))
    return next(request)
  },
})

/** Rejects the requests of a second that exceed a rate limit. */
const requestsPerSecond = (name, perSecond, headers, slowness) => ({
  name,
  source: 'RFC 6585 4, B-113',
  group: 'limit',
  slowness,
  handle: () => {
    const accepted = []
    return async (request, next) => {
      const now = Date.now()
      while (accepted[0] <= now - 1_000) accepted.shift()
      if (accepted.length >= perSecond)
        return json(429, { overLimit: { code: 429, message: 'This request was rate-limited.' } }, headers)
      accepted.push(now)
      return next(request)
    }
  },
})

/** Responds with a page of the gateway during a time of the run. */
const maintenance = (name, { after, lasts, status, retryAfter, isHit = () => true }, slowness) => ({
  name,
  source: 'RFC 9110 15.6',
  group: 'limit',
  slowness,
  handle: () => {
    let first
    return async (request, next) => {
      first ??= Date.now()
      const age = Date.now() - first
      if (age > after && age < after + lasts && isHit(request)) return page(status, retryAfter)
      return next(request)
    }
  },
})

/** Responds with 504 to one accepted POST to a path, the `nth`, which the target has carried out. */
const timingOut = (name, path, nth) => ({
  name,
  source: 'RFC 9110 15.6.5: the request may have been executed',
  slowness: 30,
  handle: () => {
    let count = 0
    return async (request, next) => {
      const response = await next(request)
      if (!isRequest(request, 'POST', path) || response.status >= 300 || ++count !== nth) return response
      return page(504)
    }
  },
})

export const gateways = [
  maintenance('maintenance-of-20-s', { after: 4_000, lasts: 20_000, status: 503, retryAfter: '5' }, 40),
  maintenance('maintenance-of-8-s-without-time', { after: 3_000, lasts: 8_000, status: 503 }, 30),
  maintenance('short-502', { after: 3_000, lasts: 2_000, status: 502 }, 15),
  maintenance(
    'writes-503-for-6-s',
    { after: 3_000, lasts: 6_000, status: 503, retryAfter: '2', isHit: ({ method }) => method !== 'GET' },
    20,
  ),
  timingOut('create-times-out-at-the-gateway', /^\/servers$/, 4),
  timingOut('action-times-out-at-the-gateway', /\/action$/, 5),
  {
    name: 'idle-resets',
    source: 'RFC 9112 9.5, 9.6: a server may close an idle connection at any time',
    group: 'connection',
    listen: (server) =>
      server.on('connection', (socket) => {
        const reset = () => {
          if (!socket.isBusy) socket.resetAndDestroy()
        }
        let timer = setTimeout(reset, 500)
        socket.on('data', () => clearTimeout(timer))
        const { write } = socket
        socket.write = (...all) => {
          clearTimeout(timer)
          timer = setTimeout(reset, 500)
          return write.apply(socket, all)
        }
      }),
  },
  requestsPerSecond('5-requests-a-second', 5, { 'retry-after': '1' }, 420),
  requestsPerSecond('30-requests-a-second-without-time', 30, {}, 80),
  requestsPerSecond('40-requests-a-second-time-0', 40, { 'retry-after': '0' }, 60),
  latency(
    'lists-take-1-s',
    'uneven load',
    ({ method, path = '' }) =>
      method === 'GET' && /^\/(servers(\/detail)?|flavors(\/detail)?|os-keypairs|os-server-groups)$/.test(path)
        ? 1_000
        : 0,
    60,
  ),
  latency('uneven-latency', 'uneven load', () => (Math.random() < 0.02 ? 2_500 : Math.random() * 150), 45),
  latency('writes-take-800-ms', 'uneven load', ({ method }) => (method === 'GET' ? 0 : 800), 60),
  {
    name: 'one-request-at-a-time',
    source: 'a target with one worker',
    group: 'latency',
    slowness: 40,
    handle: () => {
      let last = Promise.resolve()
      return async (request, next) => {
        const turn = last.then(async () => {
          await delay(10)
          return next(request)
        })
        last = turn.catch(() => undefined)
        return turn
      }
    },
  },
]
