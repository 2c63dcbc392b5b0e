/** Failures of the network and of gateways do not count against the target. */
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { serve } from '../fixtures/loopback-server.ts'
import { type CliRun, runCli } from '../fixtures/run-cli.ts'
import { isRequestFor, type ProxiedRequest } from '../fixtures/tampering-proxy.ts'
import { batchTable, caseTable, endpoints, expectOutcome, type ResponseCase, runBatch } from './response-batches.ts'
import { json, type ListResponder, resetConnection, sendHtml } from './responses.ts'

/** Milliseconds; an HTTP date is a whole second, so that less could already be over. */
const shortDelay = 1_500

const closeConnection: ListResponder = (response) => void response.socket?.end()
const html =
  (status: number, headers: () => Record<string, string> = () => ({})): ListResponder =>
  (response) =>
    sendHtml(response, status, '<h1>not today</h1>', headers())
const jsonBody =
  (status: number, body: object): ListResponder =>
  (response) =>
    void response.writeHead(status, json).end(JSON.stringify(body))

const runWith = (url: string): Promise<CliRun> =>
  runCli({ target: { url, tenant: '0123456789abcdef' }, auth: { token: 'a-token' } })

describe('a run exits with the reason when the target', () => {
  test.each([
    ['refuses connections', 'http://127.0.0.1:1', /ECONNREFUSED/],
    ['has an unknown host name', 'http://nonexistent.invalid', /ENOTFOUND|EAI_/],
    ['has an invalid host name', `http://${'x'.repeat(64)}.invalid`, /ENOTFOUND|EAI_/],
  ])('%s', async (_, url, reason) => {
    const run = await runWith(url)
    expect(run.stderr).toMatch(reason)
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
    expect(run.code).toBe(3)
  })

  test('serves plain HTTP under an https URL', async () => {
    const { url, close } = await serve((_request, response) => response.end())
    onTestFinished(close)
    const run = await runWith(url.replace('http:', 'https:'))
    expect(run.stderr).toContain(`${url.replace('http:', 'https:')}: that port speaks plain HTTP; use ${url}`)
    expect(run.code).toBe(2)
  })

  test('accepts connections and never responds', async () => {
    const { url, close } = await serve(() => undefined)
    onTestFinished(close)
    const run = await runWith(url)
    expect(run.stderr).toMatch(/does not respond: no complete response within 9 s/)
    expect(run.code).toBe(3)
  })
})

const temporary: readonly ResponseCase[] = [
  { name: 'a reset connection', respond: resetConnection },
  { name: 'a closed connection', respond: closeConnection },
  { name: '502 of a gateway', respond: html(502) },
  { name: '503 of a gateway', respond: html(503) },
  { name: '504 of a gateway', respond: html(504) },
  { name: '429 with Retry-After in seconds', respond: html(429, () => ({ 'retry-after': '1' })) },
  {
    name: '429 with Retry-After as a date',
    respond: html(429, () => ({ 'retry-after': new Date(Date.now() + shortDelay).toUTCString() })),
  },
  {
    name: '429 with Retry-After as a date in the past',
    respond: html(429, () => ({ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' })),
  },
  { name: '429 with a negative Retry-After', respond: html(429, () => ({ 'retry-after': '-5' })) },
  { name: '503 with an invalid Retry-After', respond: html(503, () => ({ 'retry-after': '1e9 fortnights' })) },
  { name: '429 with a Retry-After of 1,000 digits', respond: html(429, () => ({ 'retry-after': '9'.repeat(1_000) })) },
].map((item) => ({ ...item, reads: 1 }))

describe.each(batchTable(temporary))('a run in which a retry succeeds after %s', (_, batch) => {
  let run: CliRun
  const requests: ProxiedRequest[] = []
  beforeAll(async () => {
    run = await runBatch(batch, { onRequest: (request) => requests.push(request) })
  })

  test.each(caseTable(batch))('retries after %s, and the requirement passes', (_name, { endpoint }) => {
    expectOutcome(run, endpoint, 'pass')
    const reads = requests.filter((request) => isRequestFor(request, 'GET', endpoint.path))
    expect(reads.length).toBeGreaterThan(endpoint.preflightReads + 1)
  })

  test('ends within the limits of time and memory, with exit code 0', () => {
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0, inconclusive: 0 })
    expect(run.code).toBe(0)
  })
})

interface PermanentFailure extends ResponseCase {
  /** What the report says about the response. */
  readonly reason: RegExp
  readonly outcome?: 'fail'
}

/** A gateway may be out of order, and a response late; connections that break for one operation alone are the target's. */
const permanent: readonly PermanentFailure[] = [
  {
    name: 'reset connections',
    respond: resetConnection,
    reason: /ECONNRESET|other side closed/,
    outcome: 'fail',
  },
  {
    name: 'closed connections',
    respond: closeConnection,
    reason: /ECONNRESET|other side closed/,
    outcome: 'fail',
  },
  {
    name: 'no response',
    respond: () => undefined,
    reason: / failed: no complete response within 5 s/,
  },
  { name: '502 of a gateway in HTML', respond: html(502), reason: /a gateway returned 502/ },
  {
    name: '504 of a gateway in JSON',
    respond: jsonBody(504, { message: 'Gateway Timeout' }),
    reason: /a gateway returned 504/,
  },
  {
    name: '429 with Retry-After of an hour',
    respond: html(429, () => ({ 'retry-after': '3600' })),
    reason: /429, too many requests, Retry-After: 3600 s/,
  },
  {
    name: '429 with Retry-After of thirty years',
    respond: html(429, () => ({ 'retry-after': '999999999' })),
    reason: /429, too many requests, Retry-After: 999999999 s/,
  },
  {
    name: '503 with Retry-After in the year 9999',
    respond: html(503, () => ({ 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' })),
    reason: /a gateway returned 503 .*Retry-After: \d{12} s/,
  },
  { name: '429 without Retry-After', respond: html(429), reason: /429, too many requests/ },
]

describe.each(batchTable(permanent))('a run in which every read ends in %s', (_, batch) => {
  let run: CliRun
  beforeAll(async () => {
    run = await runBatch(batch)
  })

  test.each(caseTable(batch))('reports %s', (_name, { endpoint, reason, outcome = 'inconclusive' }) =>
    expectOutcome(run, endpoint, outcome, reason),
  )

  test('ends with the exit code of what failed and what stayed undecided', () => {
    const failed = batch.filter(({ outcome }) => outcome === 'fail')
    expect(run.report?.totals).toMatchObject({ fail: failed.length, error: 0 })
    expect(run.code).toBe(failed.length > 0 ? 1 : 3)
  })
})

test('a 503 with the error body of the API is a response of the target and fails the requirement', async () => {
  const respond = jsonBody(503, { serviceUnavailable: { code: 503, message: 'Out of order.' } })
  const run = await runBatch([{ name: 'out of order', respond, endpoint: endpoints.keypairs }])
  expectOutcome(run, endpoints.keypairs, 'fail')
  expect(run.code).toBe(1)
})
