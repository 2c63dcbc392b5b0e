/** The network is not the API: what happens to connections accuses nobody. */
import type { ServerResponse } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Call, isFor, listen, type Spoil, type Stage, stage } from './stage.ts'
import { expectBounded, type Trial, trial } from './trial.ts'

const isVictim = (call: Call): boolean => isFor(call, 'GET', '/os-keypairs')
const victim = 'keypairs.list.answers'

async function staged(spoil: Spoil): Promise<Stage> {
  const target = await stage(spoil)
  onTestFinished(() => target.close())
  return target
}

const whenAsked =
  (spoil: (response: ServerResponse, call: Call) => unknown): Spoil =>
  (call, _, response) =>
    isVictim(call) && spoil(response, call)

const reset = (response: ServerResponse): true => {
  response.socket?.resetAndDestroy()
  return true
}
const hangUp = (response: ServerResponse): true => {
  response.socket?.end()
  return true
}
const page = (response: ServerResponse, status: number, headers: Record<string, string> = {}): true => {
  response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<h1>not today</h1>')
  return true
}

function expectInconclusive(run: Trial, reason: RegExp): void {
  expect(run.requirement(victim)).toMatchObject({ outcome: 'inconclusive', reason: expect.stringMatching(reason) })
  expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
  expect(run.code).toBe(3)
}

describe('a target that is not there', () => {
  test.each([
    ['refuses connections', 'http://127.0.0.1:1', /ECONNREFUSED/],
    ['has a name that nobody knows', `http://${'x'.repeat(64)}.invalid`, /ENOTFOUND|EAI_/],
  ])('%s', async (_, url, reason) => {
    const run = await trial({ target: { url, tenant: '0123456789abcdef' }, auth: { token: 'a-token' } })
    expect(run.stderr).toMatch(reason)
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
    expect(run.code).toBe(3)
    expectBounded(run, 30)
  })

  test('speaks no TLS where it should', async () => {
    const { url, close } = await listen((_, response) => response.end())
    onTestFinished(close)
    const target = { url: url.replace('http:', 'https:'), tenant: '0123456789abcdef' }
    const run = await trial({ target, auth: { token: 'a-token' } })
    expect(run.stderr).toMatch(/does not answer: .*(SSL|TLS|wrong version)/i)
    expect(run.code).toBe(3)
    expectBounded(run, 30)
  })

  test('takes connections and says nothing', async () => {
    const { url, close } = await listen(() => undefined)
    onTestFinished(close)
    const run = await trial({ target: { url, tenant: '0123456789abcdef' }, auth: { token: 'a-token' } })
    expect(run.stderr).toMatch(/does not answer: no whole answer within 9 s/)
    expect(run.code).toBe(3)
    expectBounded(run, 40)
  })
})

describe('an answer that never comes', () => {
  test.each<[string, (response: ServerResponse) => unknown, RegExp]>([
    ['because the connection is reset', reset, /was not answered: .*(ECONNRESET|other side closed)/],
    ['because the connection is closed', hangUp, /was not answered: .*(ECONNRESET|other side closed)/],
    ['because nobody answers', () => true, /was not answered: no whole answer within 5 s/],
  ])('%s', async (_, spoil, reason) => {
    const target = await staged(whenAsked(spoil))
    const run = await trial(target.config, { only: ['keypairs.list.*'] })
    expectInconclusive(run, reason)
    expectBounded(run, 60)
  })

  test.each<[string, (response: ServerResponse) => unknown]>([
    ['the connection was reset', reset],
    ['the connection was closed', hangUp],
    ['a proxy answered 502', (response) => page(response, 502)],
    ['a proxy answered 503', (response) => page(response, 503)],
    ['a proxy answered 504', (response) => page(response, 504)],
    ['there were too many requests', (response) => page(response, 429, { 'retry-after': '1' })],
    [
      'there were too many requests until a date',
      (response) => page(response, 429, { 'retry-after': new Date(Date.now() + 1_500).toUTCString() }),
    ],
  ])('comes when it is asked for again, after %s', async (_, spoil) => {
    const target = await staged(whenAsked((response, { count }) => count === 1 && spoil(response)))
    const run = await trial(target.config, { only: ['keypairs.list.*'] })
    expect(run.requirement(victim).outcome).toBe('pass')
    expect(target.calls.filter(isVictim).length).toBeGreaterThan(1)
    expect(run.code).toBe(0)
    expectBounded(run, 60)
  })
})

describe('an answer that is not the target’s', () => {
  test.each<[string, (response: ServerResponse) => unknown, RegExp]>([
    ['502 in HTML', (response) => page(response, 502), /a proxy answers 502/],
    [
      '504 with an envelope of its own',
      (response) =>
        response.writeHead(504, { 'content-type': 'application/json' }).end('{"message":"Gateway Timeout"}') && true,
      /a proxy answers 504/,
    ],
    [
      '429, for an hour',
      (response) => page(response, 429, { 'retry-after': '3600' }),
      /429, too many requests, and to come back in 3600 s/,
    ],
    ['429, for ever', (response) => page(response, 429), /429, too many requests/],
  ])('says %s', async (_, spoil, reason) => {
    const target = await staged(whenAsked(spoil))
    const run = await trial(target.config, { only: ['keypairs.list.*'] })
    expectInconclusive(run, reason)
    expectBounded(run, 60)
  })

  test('but a 503 with the API’s own error body is the target’s, and judged', async () => {
    const body = JSON.stringify({ serviceUnavailable: { code: 503, message: 'Out of order.' } })
    const target = await staged(
      whenAsked((response) => response.writeHead(503, { 'content-type': 'application/json' }).end(body) && true),
    )
    const run = await trial(target.config, { only: ['keypairs.list.*'] })
    expect(run.requirement(victim).outcome).toBe('fail')
    expect(run.code).toBe(1)
    expectBounded(run, 60)
  })
})
