/** The network is not the API: what happens to connections accuses nobody. */
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type BadResponse, each, expectOutcome, places, rows, runBatch } from './response-batches.ts'
import { type Answers, json } from './responses.ts'
import { type CliRun, expectBounded, runCli } from './run-cli.ts'
import { type Call, isFor, listen } from './tampering-proxy.ts'

/** Milliseconds after which an HTTP date, which knows seconds only, is a date to come in any case. */
const soon = 1_500

const reset: Answers = (response) => void response.socket?.resetAndDestroy()
const hangUp: Answers = (response) => void response.socket?.end()
const page =
  (status: number, headers: () => Record<string, string> = () => ({})): Answers =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'text/html', ...headers() }).end('<h1>not today</h1>')
const saying =
  (status: number, body: object): Answers =>
  (response) =>
    void response.writeHead(status, json).end(JSON.stringify(body))

describe('a target that is not there', () => {
  test.each([
    ['refuses connections', 'http://127.0.0.1:1', /ECONNREFUSED/],
    ['has a name that nobody knows', 'http://nonexistent.invalid', /ENOTFOUND|EAI_/],
    ['has a name that nobody can have', `http://${'x'.repeat(64)}.invalid`, /ENOTFOUND|EAI_/],
  ])('%s', async (_, url, reason) => {
    const run = await runCli({ target: { url, tenant: '0123456789abcdef' }, auth: { token: 'a-token' } })
    expect(run.stderr).toMatch(reason)
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
    expect(run.code).toBe(3)
    expectBounded(run, 30)
  })

  test('speaks no TLS where it should', async () => {
    const { url, close } = await listen((_, response) => response.end())
    onTestFinished(close)
    const target = { url: url.replace('http:', 'https:'), tenant: '0123456789abcdef' }
    const run = await runCli({ target, auth: { token: 'a-token' } })
    expect(run.stderr).toMatch(/does not respond: .*(SSL|TLS|wrong version)/i)
    expect(run.code).toBe(3)
    expectBounded(run, 30)
  })

  test('takes connections and says nothing', async () => {
    const { url, close } = await listen(() => undefined)
    onTestFinished(close)
    const run = await runCli({ target: { url, tenant: '0123456789abcdef' }, auth: { token: 'a-token' } })
    expect(run.stderr).toMatch(/does not respond: no complete response within 9 s/)
    expect(run.code).toBe(3)
    expectBounded(run, 40)
  })
})

const passing: readonly BadResponse[] = [
  { name: 'the connection was reset', responses: reset },
  { name: 'the connection was closed', responses: hangUp },
  { name: 'a proxy answered 502', responses: page(502) },
  { name: 'a proxy answered 503', responses: page(503) },
  { name: 'a proxy answered 504', responses: page(504) },
  { name: 'there were too many requests', responses: page(429, () => ({ 'retry-after': '1' })) },
  {
    name: 'there were too many requests until a date',
    responses: page(429, () => ({ 'retry-after': new Date(Date.now() + soon).toUTCString() })),
  },
  {
    name: 'there were too many requests until a date that is over',
    responses: page(429, () => ({ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' })),
  },
  { name: 'a plea to come back before now', responses: page(429, () => ({ 'retry-after': '-5' })) },
  { name: 'a plea that nobody understands', responses: page(503, () => ({ 'retry-after': '1e9 fortnights' })) },
  { name: 'a plea of a thousand letters', responses: page(429, () => ({ 'retry-after': '9'.repeat(1_000) })) },
].map((dish) => ({ ...dish, reads: 1 }))

describe.each(rows(passing))('an answer that comes when it is asked for again: %s', (_, tray) => {
  let run: CliRun
  const calls: Call[] = []
  beforeAll(async () => {
    run = await runBatch(tray, calls)
  })

  test.each(each(tray))('after %s', (__, { place }) => {
    expectOutcome(run, place, 'pass')
    const reads = calls.filter((call) => isFor(call, 'GET', place.path))
    expect(reads.length).toBeGreaterThan(place.before + 1)
  })

  test('ends the run in time and with exit code 0', () => {
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0, inconclusive: 0 })
    expect(run.code).toBe(0)
    expectBounded(run, 60)
  })
})

const never: readonly (BadResponse & { readonly reason: RegExp })[] = [
  {
    name: 'because connections are reset',
    responses: reset,
    reason: / failed: .*(ECONNRESET|other side closed)/,
  },
  {
    name: 'because connections are closed',
    responses: hangUp,
    reason: / failed: .*(ECONNRESET|other side closed)/,
  },
  {
    name: 'because nobody answers',
    responses: () => undefined,
    reason: / failed: no complete response within 5 s/,
  },
  { name: 'but a proxy’s 502 in HTML', responses: page(502), reason: /a gateway returned 502/ },
  {
    name: 'but a 504 with an envelope of its own',
    responses: saying(504, { message: 'Gateway Timeout' }),
    reason: /a gateway returned 504/,
  },
  {
    name: 'but 429, for an hour',
    responses: page(429, () => ({ 'retry-after': '3600' })),
    reason: /429, too many requests, Retry-After: 3600 s/,
  },
  {
    name: 'but 429, for thirty years',
    responses: page(429, () => ({ 'retry-after': '999999999' })),
    reason: /429, too many requests, Retry-After: 999999999 s/,
  },
  {
    name: 'but 503, until the end of time',
    responses: page(503, () => ({ 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' })),
    reason: /a gateway returned 503 .*Retry-After: \d{12} s/,
  },
  { name: 'but 429, for ever', responses: page(429), reason: /429, too many requests/ },
]

describe.each(rows(never))('an answer that never comes: %s', (_, tray) => {
  let run: CliRun
  beforeAll(async () => {
    run = await runBatch(tray)
  })

  test.each(each(tray))('%s', (__, { place, reason }) => expectOutcome(run, place, 'inconclusive', reason))

  test('ends the run in time, accuses nobody, and its exit code is 3', () => {
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.code).toBe(3)
    expectBounded(run, 60)
  })
})

test('a 503 with the API’s own error body is the target’s, and judged', async () => {
  const responses = saying(503, { serviceUnavailable: { code: 503, message: 'Out of order.' } })
  const run = await runBatch([{ name: 'out of order', responses, place: places.keypairs }])
  expectOutcome(run, places.keypairs, 'fail')
  expect(run.code).toBe(1)
  expectBounded(run, 60)
})
