/** Redirects: the document knows none, so one is a finding; and a token never travels to another origin. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { expectOutcome, type Place, places, runBatch } from './response-batches.ts'
import type { Answers } from './responses.ts'
import { expectBounded, runCli } from './run-cli.ts'
import { type Call, isFor, listen, startProxy, type TamperingProxy } from './tampering-proxy.ts'

/** Somebody who would like to have a token; hears of every request. */
async function trap() {
  const heard: string[] = []
  const { url, close } = await listen((request, response) => {
    heard.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"keypairs":[]}')
  })
  onTestFinished(close)
  return { url, heard }
}

/** A target that sends everybody who asks for something away. */
async function staged(status: number, location: string, isMeant: (call: Call) => boolean): Promise<TamperingProxy> {
  const target = await startProxy((call, _, response) => {
    if (!isMeant(call)) return false
    response.writeHead(status, { location, 'content-type': 'text/html' }).end('<a>moved</a>')
    return true
  })
  onTestFinished(() => target.close())
  return target
}

const away =
  (status: number, location: string): Answers =>
  (response) =>
    void response.writeHead(status, { location, 'content-type': 'text/html' }).end('<a>moved</a>')

/** What is said about the status of a list, which no redirect is. */
const statusOf = new Map<Place, string>([
  [places.keypairs, 'status.list-keypairs'],
  [places.zones, 'status.list-zones'],
  [places.flavors, 'status.list-flavors'],
])

const { keypairs, zones, flavors } = places

test.each([
  [[301, 302, 303] as const, 'another origin'],
  [[307, 308, 302] as const, 'another origin, and to the same one'],
])('redirects (%s) to %s are findings, and nobody goes there', async (statuses, where) => {
  const { url, heard } = await trap()
  const calls: Call[] = []
  const to = (place: Place): string =>
    place === flavors && where.endsWith('same one') ? '/v2/elsewhere' : `${url}/elsewhere`
  const tray = [keypairs, zones, flavors].map((place, index) => {
    const status = statuses[index] ?? 302
    return { name: `${status}`, responses: away(status, to(place)), place }
  })
  const run = await runBatch(tray, calls, [...statusOf.values()])
  expect(heard).toEqual([])
  expect(calls.filter(({ path }) => path.includes('elsewhere'))).toEqual([])
  for (const { place, name } of tray) {
    expectOutcome(run, place, 'fail')
    expect(run.requirement(statusOf.get(place) ?? '')).toMatchObject({
      outcome: 'fail',
      findings: expect.arrayContaining([expect.objectContaining({ at: 'status', actual: name })]),
    })
  }
  expect(run.code).toBe(1)
  expectBounded(run, 60)
})

test('a create that is redirected made nothing, and its body goes nowhere else', async () => {
  const { url, heard } = await trap()
  const target = await staged(307, `${url}/servers`, (call) => isFor(call, 'POST', '/servers'))
  const run = await runCli(target.config, { only: ['servers.create.answers'] })
  expect(heard).toEqual([])
  expect(run.requirement('servers.create.answers').outcome).toBe('fail')
  expect(run.code).toBe(1)
  expectBounded(run, 60)
})

test('what only was to be arranged ends inconclusive at once', async () => {
  const { url, heard } = await trap()
  const target = await staged(302, url, (call) => isFor(call, 'GET', /^\/servers\/[^/]+$/))
  const run = await runCli(target.config, { only: ['servers.stop.*'] })
  expect(heard).toEqual([])
  expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
  expect(run.report?.totals.inconclusive).toBeGreaterThan(0)
  expect(JSON.stringify(run.report?.requirements)).toContain('redirects are not followed')
  expect(await target.names('servers')).toEqual([])
  expectBounded(run, 60)
})

describe('before the run', () => {
  test('a target that is elsewhere is told', async () => {
    const { url, heard } = await trap()
    const target = await staged(301, `${url}/v2`, () => true)
    const run = await runCli(target.config)
    expect(heard).toEqual([])
    expect(run.stderr).toContain(`a redirect to ${url}/v2; redirects are not followed`)
    expect(run.code).toBe(3)
    expectBounded(run, 30)
  })

  test.each(['/identity/v2.0', '/identity/v3', '/identity'])('a password follows no redirect from %s', async (path) => {
    const { url, heard } = await trap()
    const target = await staged(307, `${url}/tokens`, (call) => call.path.startsWith('/identity'))
    const { config } = target
    const auth = { authUrl: `${config.target.url}${path}`, username: 'conformance', password: 'open-sesame-4711' }
    const run = await runCli({ ...config, auth })
    expect(heard).toEqual([])
    expect(run.stderr).toContain('redirects are not followed')
    expect(run.stderr).not.toContain('open-sesame')
    expect(run.code).toBe(3)
    expectBounded(run, 30)
  })
})
