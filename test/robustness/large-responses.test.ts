/** Runs against a target whose responses are as large as the limits allow: the verdict is not affected. */
import { expect, onTestFinished, test } from 'vitest'
import { expectWithinLimits, runCli } from '../fixtures/run-cli.ts'
import { forwardWith, startProxy, type Tamper } from '../fixtures/tampering-proxy.ts'
import { megabyte } from './responses.ts'

const everyRead = /^\/v2\//
const everyList = /^\/v2\/[^/]+\/[^/]+$/

/** Adds a member to the body of every successful response to a GET of these paths. */
const adding =
  (member: string, path: RegExp): Tamper =>
  (request, upstream, response) => {
    const text = upstream.body.toString('utf8')
    if (request.method !== 'GET' || !path.test(request.path)) return false
    if (upstream.status !== 200 || !text.startsWith('{')) return false
    return forwardWith(upstream, response, text.replace('{', `{${member},`))
  }

const padding = (value: string): string => `"padding":${value}`
const manyMembers = Array.from({ length: 50_000 }, (_, index) => `"padding-${index}":${index}`).join(',')

/** Requirements that judge lists of several kinds; the others would read the same large bodies again. */
const readingLists = ['flavors.list.*', 'zones.list.*', 'keypairs.list.*', 'servers.list.answers']

test.each<[string, Tamper, (readonly string[])?]>([
  ['1 MB of ASCII in every response', adding(padding(`"${'y'.repeat(megabyte)}"`), everyRead)],
  ['1 MB of Korean text in every list', adding(padding(`"${'한'.repeat(megabyte / 3)}"`), everyList), readingLists],
  ['3.9 MB of ASCII in every list', adding(padding(`"${'y'.repeat(3.9 * megabyte)}"`), everyList), readingLists],
  ['100,000 numbers in every list', adding(padding(`[${'0,'.repeat(100_000)}0]`), everyList), readingLists],
  ['50,000 undocumented members in every list', adding(manyMembers, everyList), readingLists],
])('a conformant target passes with %s', async (_, tamper, only) => {
  const proxy = await startProxy(tamper)
  onTestFinished(() => proxy.close())
  // Transferring megabytes for every list takes longer than the shortest timeouts on a busy machine.
  const options = { ownProcess: true, args: ['--timeout-scale', '0.2'] }
  const run = await runCli(proxy.config, { ...options, ...(only ? { only } : {}) })
  expect(run.report?.totals).toMatchObject({ fail: 0, error: 0, inconclusive: 0 })
  expect(run.report?.totals.pass).toBeGreaterThan(only ? 10 : 200)
  expect(run.report?.verdict).toBe('conformant')
  expect(run.code).toBe(0)
  expectWithinLimits(run)
})
