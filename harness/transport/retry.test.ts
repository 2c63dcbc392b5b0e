import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { RequestError, type RequestErrorKind } from '../errors.ts'
import type { RawRequest, RawResponse, SendRequest } from './http-message.ts'
import { withRetry } from './retry.ts'

const response = (status: number, headers: Record<string, string> = {}, text = ''): RawResponse => ({
  status,
  headers,
  text,
  isUtf8: true,
  startedAt: 0,
  ms: 1,
})

const failure = (kind: RequestErrorKind, retryAfterMs?: number) =>
  new RequestError('GET /', kind, 'of some reason', { retryAfterMs })
const connectionLost = failure('connection-lost', 0)
const connectionRefused = failure('unreachable', 0)

/** A transport whose results are given one by one; the last is repeated. */
function scripted(...results: readonly (RawResponse | RequestError)[]) {
  const clock = new SimulatedClock()
  let count = 0
  const sendOnce: SendRequest = async () => {
    const next = results[Math.min(count++, results.length - 1)]
    if (next === undefined || next instanceof RequestError) throw next
    return next
  }
  return { send: withRetry(sendOnce, 10_000, clock), delays: clock.sleeps, attempts: () => count }
}

/** A target that responds with 200, except while it fails. */
function target() {
  const clock = new SimulatedClock()
  let sent = 0
  let failure: RawResponse | RequestError = connectionLost
  let until = 0
  let isAffected = (_path: string) => true
  const held = new Map<string, Promise<void>>()
  const send = withRetry(
    async ({ url }) => {
      sent++
      await held.get(new URL(url).pathname)
      const result = clock.now() < until && isAffected(new URL(url).pathname) ? failure : response(200)
      if (result instanceof RequestError) throw result
      return result
    },
    30_000,
    clock,
  )
  return {
    clock,
    sent: () => sent,
    get: (path: string) => send({ method: 'GET', url: `http://h${path}`, headers: {} }),
    /** Delays the responses to a path until the returned function is called. */
    hold(path: string): () => void {
      let respond = (): void => undefined
      held.set(path, new Promise((resolve) => (respond = resolve)))
      return () => respond()
    },
    failUntil(ms: number, result: RawResponse | RequestError, affects = (_path: string) => true) {
      failure = result
      until = clock.now() + ms
      isAffected = affects
    },
  }
}

const request = (method: string, options: Partial<RawRequest> = {}): RawRequest => ({
  method,
  url: 'http://h/x',
  headers: {},
  ...options,
})

describe('withRetry', () => {
  test.each([
    ['a lost connection', connectionLost],
    ['a refused connection', connectionRefused],
    ['a 502 of a gateway', response(502, {}, '<h1>Bad Gateway</h1>')],
    ['a 504 of a gateway in JSON of its own', response(504, {}, '{"message":"timeout"}')],
    ['a 429', response(429)],
  ])('retries after %s with growing delays', async (_, first) => {
    const { send, delays } = scripted(first, first, response(200))
    expect((await send(request('GET'))).status).toBe(200)
    expect(delays).toEqual([250, 750])
  })

  test('gives up after four attempts, and then does not retry until a request succeeds', async () => {
    const lost = connectionLost
    const { send, attempts } = scripted(lost, lost, lost, lost, lost, response(200), lost, response(200))
    await expect(send(request('GET'))).rejects.toBe(lost)
    expect(attempts()).toBe(4)
    await expect(send(request('GET'))).rejects.toBe(lost)
    expect(attempts()).toBe(5)
    expect((await send(request('GET'))).status).toBe(200)
    expect((await send(request('GET'))).status).toBe(200)
    expect(attempts()).toBe(8)
  })

  test.each([
    ['a refused connection', connectionRefused, 15_000, 20_000],
    ['a 503 of a load balancer', response(503, {}, '<h1>No server is available</h1>'), 15_000, 20_000],
    ['a 429', response(429), 30_000, 40_000],
  ])('waits out an outage with %s, but not for ever', async (_, failed, outageMs, maxMs) => {
    const passing = target()
    await passing.get('/a')
    passing.failUntil(outageMs, failed)
    expect((await passing.get('/a')).status).toBe(200)
    passing.failUntil(Number.POSITIVE_INFINITY, failed)
    const startedAt = passing.clock.now()
    await expect(passing.get('/a')).rejects.toBeInstanceOf(RequestError)
    expect(passing.clock.now() - startedAt).toBeGreaterThanOrEqual(maxMs)
    expect(passing.clock.now() - startedAt).toBeLessThan(maxMs + 3_000)
    const sent = passing.sent()
    await expect(passing.get('/b')).rejects.toBeInstanceOf(RequestError)
    expect(passing.sent()).toBe(sent + 1)
  })

  test('waits no longer than usual for a request that fails while others get a response', async () => {
    const { get, clock, failUntil } = target()
    await get('/a')
    failUntil(Number.POSITIVE_INFINITY, connectionLost, (path) => path === '/broken')
    const [broken] = await Promise.allSettled([get('/broken'), get('/a')])
    expect(broken.status).toBe('rejected')
    expect(clock.now()).toBeLessThan(5_000)
  })

  test('goes on waiting when a response to a request from before the outage arrives', async () => {
    const { get, hold, failUntil, clock } = target()
    await get('/a')
    const respond = hold('/slow')
    const slow = get('/slow')
    clock.advance(1)
    failUntil(15_000, connectionRefused, (path) => path === '/a')
    const pending = get('/a')
    for (let ticks = 0; ticks < 10; ticks++) await Promise.resolve()
    respond()
    expect((await slow).status).toBe(200)
    expect((await pending).status).toBe(200)
    expect(clock.now()).toBeGreaterThan(15_000)
  })

  test('waits only once for requests of one shape that fail for the whole time of an outage', async () => {
    const { get, clock, failUntil } = target()
    await get('/a')
    failUntil(Number.POSITIVE_INFINITY, connectionLost, (path) => path === '/broken')
    await expect(get('/broken')).rejects.toThrow()
    await get('/a')
    const startedAt = clock.now()
    await expect(get('/broken')).rejects.toThrow()
    expect(clock.now() - startedAt).toBeLessThan(5_000)
  })

  test('sends a request once if two of its shape failed while others got a response', async () => {
    const { get, sent, failUntil } = target()
    await get('/a')
    failUntil(Number.POSITIVE_INFINITY, connectionLost, (path) => path === '/broken')
    const attempts: number[] = []
    for (let count = 0; count < 8; count++) {
      const before = sent()
      await Promise.allSettled([get('/broken'), get('/a')])
      attempts.push(sent() - before - 1)
    }
    expect(attempts.slice(3)).toEqual([1, 1, 1, 1, 1])
  })

  test('waits as long as Retry-After requests, unless that exceeds the limit', async () => {
    const short = scripted(response(429, { 'retry-after': '3' }), response(200))
    await short.send(request('GET'))
    expect(short.delays).toEqual([3_000])
    const long = scripted(response(503, { 'retry-after': '3600' }), response(200))
    await expect(long.send(request('GET'))).rejects.toThrow(/a gateway returned 503.*Retry-After: 3600 s/)
    expect(long.delays).toEqual([])
  })

  test('keeps trying while there are too many requests, but only once for requests of one shape', async () => {
    const { send, delays, attempts } = scripted(response(429))
    await expect(send(request('GET'))).rejects.toThrow(/429, too many requests/)
    expect(delays).toEqual([250, 750, 2_250, 4_000])
    await expect(send(request('GET'))).rejects.toThrow(/429/)
    expect(attempts()).toBe(6)
    await expect(send(request('POST'))).rejects.toThrow(/429/)
    expect(attempts()).toBe(11)
  })

  test.each([
    [413, {}, 'Only 10 GET requests can be made per minute.', 'GET'],
    [413, { 'retry-after': '1' }, '{"overLimit":{"code":413,"message":"Over limit."}}', 'POST'],
    [503, { 'retry-after': '1' }, '{"serviceUnavailable":{"code":503,"message":"Try again."}}', 'POST'],
  ])('waits after %i with %o and %s', async (status, headers, text, method) => {
    const { send } = scripted(response(status, headers, text), response(200))
    expect((await send(request(method))).status).toBe(200)
  })

  test('stops waiting when the request is aborted', async () => {
    const { send, attempts } = scripted(connectionLost, response(200))
    await expect(send(request('GET'), AbortSignal.abort())).rejects.toBe(connectionLost)
    expect(attempts()).toBe(1)
  })

  test.each(['timeout', 'invalid-response', 'aborted'] as const)('does not retry after %s', async (kind) => {
    const { send, attempts } = scripted(failure(kind), response(200))
    await expect(send(request('GET'))).rejects.toMatchObject({ kind })
    expect(attempts()).toBe(1)
  })

  test.each([
    ['GET', connectionLost, 2],
    ['DELETE', connectionLost, 2],
    ['POST', connectionLost, 1],
    ['PUT', response(502), 2],
    ['POST', response(502), 1],
    ['POST', connectionRefused, 2],
    ['POST', response(429), 2],
  ])('repeats only what is safe to repeat: %s after %o is sent %i times', async (method, first, times) => {
    const { send, attempts } = scripted(first, response(200))
    await send(request(method)).catch(() => undefined)
    expect(attempts()).toBe(times)
  })

  test('repeats any method that is marked idempotent', async () => {
    const { send, attempts } = scripted(connectionLost, response(200))
    await send(request('POST', { isIdempotent: true }))
    expect(attempts()).toBe(2)
  })

  test('marks a response as repeated when an earlier attempt may have taken effect', async () => {
    const repeated = scripted(connectionLost, response(404))
    expect(await repeated.send(request('DELETE'))).toMatchObject({ status: 404, isRepeated: true })
    const unsent = scripted(connectionRefused, response(404))
    expect((await unsent.send(request('DELETE'))).isRepeated).toBeUndefined()
  })

  test.each([
    [503, '{"serviceUnavailable":{"code":503,"message":"Out of order."}}'],
    // A byte order mark is a violation of its own.
    [503, '\ufeff{"serviceUnavailable":{"code":503,"message":"Out of order."}}'],
    [500, '<h1>Internal Server Error</h1>'],
    [404, '<h1>Not Found</h1>'],
    [413, '{"overLimit":{"code":413,"message":"Quota exceeded for instances: overLimit"}}'],
  ])('takes %i with %s for a response of the target itself', async (status, text) => {
    const { send, attempts } = scripted(response(status, {}, text))
    expect((await send(request('GET'))).status).toBe(status)
    expect(attempts()).toBe(1)
  })
})
