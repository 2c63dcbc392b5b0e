import { describe, expect, test } from 'vitest'
import { RequestError, type RequestErrorKind } from './request-error.ts'
import { withRetry } from './retry.ts'
import { retryAfter } from './retry-after.ts'
import type { RawRequest, RawResponse, SendRequest } from './transport.ts'

const response = (status: number, headers: Record<string, string> = {}, text = ''): RawResponse => ({
  status,
  headers,
  text,
  isUtf8: true,
  startedAt: 0,
  ms: 1,
})

const trouble = (kind: RequestErrorKind, againIn?: number) => new RequestError('GET /', 'of a cause', kind, { againIn })
const lost = trouble('lost', 0)
const refused = trouble('unreachable', 0)

/** A sender that plays a script, and what it was made to do. */
function scripted(...script: readonly (RawResponse | RequestError)[]) {
  const waits: number[] = []
  let sent = 0
  const once: SendRequest = async () => {
    const next = script[Math.min(sent++, script.length - 1)]
    if (next === undefined || next instanceof RequestError) throw next
    return next
  }
  const send = withRetry(once, 10_000, async (ms) => void waits.push(ms))
  return { send, waits, sent: () => sent }
}

const request = (method: string, more: Partial<RawRequest> = {}): RawRequest => ({
  method,
  url: 'http://h/x',
  headers: {},
  ...more,
})

describe('what may go well a moment later', () => {
  test.each([
    ['a lost connection', lost],
    ['a connection that did not come about', refused],
    ['a proxy’s 502', response(502, {}, '<h1>Bad Gateway</h1>')],
    ['a proxy’s 504 in JSON of its own', response(504, {}, '{"message":"timeout"}')],
    ['too many requests', response(429)],
  ])('is tried again: %s', async (_, first) => {
    const { send, waits } = scripted(first, first, response(200))
    expect((await send(request('GET'))).status).toBe(200)
    expect(waits).toEqual([250, 750])
  })

  test('is given up after four attempts, and the next request is not tried again before something answers', async () => {
    const { send, sent } = scripted(lost, lost, lost, lost, lost, response(200), lost, response(200))
    await expect(send(request('GET'))).rejects.toBe(lost)
    expect(sent()).toBe(4)
    await expect(send(request('GET'))).rejects.toBe(lost)
    expect(sent()).toBe(5)
    expect((await send(request('GET'))).status).toBe(200)
    expect((await send(request('GET'))).status).toBe(200)
    expect(sent()).toBe(8)
  })

  test('waits as long as it is asked to, but not beyond its patience', async () => {
    const soon = scripted(response(429, { 'retry-after': '3' }), response(200))
    await soon.send(request('GET'))
    expect(soon.waits).toEqual([3_000])
    const late = scripted(response(503, { 'retry-after': '3600' }), response(200))
    await expect(late.send(request('GET'))).rejects.toThrow(/a proxy answers 503.*come back in 3600 s/)
    expect(late.waits).toEqual([])
  })

  test.each(['late', 'unfit', 'stopped'] as const)('is nothing that was %s', async (kind) => {
    const { send, sent } = scripted(trouble(kind), response(200))
    await expect(send(request('GET'))).rejects.toMatchObject({ kind })
    expect(sent()).toBe(1)
  })
})

describe('what does no harm twice', () => {
  test.each([
    ['GET', lost, 2],
    ['DELETE', lost, 2],
    ['POST', lost, 1],
    ['PUT', response(502), 1],
    ['POST', refused, 2],
    ['POST', response(429), 2],
  ])('%s after %o is sent %i times', async (method, first, times) => {
    const { send, sent } = scripted(first, response(200))
    await send(request(method)).catch(() => undefined)
    expect(sent()).toBe(times)
  })

  test('is whatever is said to be harmless, such as signing in', async () => {
    const { send, sent } = scripted(lost, response(200))
    await send(request('POST', { isIdempotent: true }))
    expect(sent()).toBe(2)
  })

  test('an answer tells when the same may have been done before', async () => {
    const again = scripted(lost, response(404))
    expect(await again.send(request('DELETE'))).toMatchObject({ status: 404, isRepeated: true })
    const unsent = scripted(refused, response(404))
    expect((await unsent.send(request('DELETE'))).isRepeated).toBeUndefined()
  })
})

test.each([
  [503, '{"serviceUnavailable":{"code":503,"message":"Out of order."}}'],
  [500, '<h1>Internal Server Error</h1>'],
  [404, '<h1>Not Found</h1>'],
])('%i with %s is the target’s own word', async (status, text) => {
  const { send, sent } = scripted(response(status, {}, text))
  expect((await send(request('GET'))).status).toBe(status)
  expect(sent()).toBe(1)
})

test.each([
  ['120', 120_000],
  [' 0.5 ', 500],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
  ['Sun, 06 Nov 1994 08:40:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['1e9', undefined],
  ['2027', 2_027_000],
  ['', undefined],
  ['9'.repeat(400), undefined],
  [undefined, undefined],
])('Retry-After %j is %j ms', (value, ms) => {
  expect(retryAfter(value, Date.parse('1994-11-06T08:49:00Z'))).toBe(ms)
})
