/** The response to a request that changes something is lost: nothing is created twice, nothing is left, nothing fails. */
import { expect, onTestFinished, test } from 'vitest'
import { runCli } from '../fixtures/run-cli.ts'
import {
  isRequestFor,
  type ProxiedRequest,
  startProxy,
  type Tamper,
  type TamperingProxy,
} from '../fixtures/tampering-proxy.ts'
import { resetConnection, sendHtml } from './responses.ts'

async function proxyWith(tamper: Tamper): Promise<TamperingProxy> {
  const proxy = await startProxy(tamper)
  onTestFinished(() => proxy.close())
  return proxy
}

type Selector = (request: ProxiedRequest) => boolean

/** Carries the request out, and breaks the connection before the response. */
const reset =
  (isSelected: Selector): Tamper =>
  (request, _upstream, response) => {
    if (!isSelected(request)) return false
    resetConnection(response)
    return true
  }

/** Carries the request out, and responds with the timeout of a gateway. */
const gatewayTimeout =
  (isSelected: Selector): Tamper =>
  (request, _upstream, response) => {
    if (!isSelected(request)) return false
    sendHtml(response, 504, '<h1>504 Gateway Time-out</h1>')
    return true
  }

/** Returns the names in more than one create request. */
function repeatedNames(requests: readonly ProxiedRequest[], path: string): string[] {
  const creates = requests.filter((request) => isRequestFor(request, 'POST', path))
  const names = creates.map(({ body }) => /"name":"([^"]*)"/.exec(body)?.[1] ?? '')
  return names.filter((name, index) => names.indexOf(name) !== index)
}

test.each([
  // A gateway may have lost the response; a connection that always breaks is the target's.
  ['a reset', reset, 1, { outcome: 'fail' }],
  ['a 504 of a gateway', gatewayTimeout, 3, { outcome: 'inconclusive', reason: expect.stringContaining(' failed: ') }],
] as const)('a server whose create ends in %s is found by its name and deleted', async (_, tamper, code, result) => {
  const proxy = await proxyWith(tamper((request) => isRequestFor(request, 'POST', '/servers')))
  const run = await runCli(proxy.config, { only: ['servers.create.answers'] })
  expect(run.requirement('servers.create.answers')).toMatchObject(result)
  expect(run.code).toBe(code)
  expect(repeatedNames(proxy.requests, '/servers')).toEqual([])
  expect(proxy.requests.some((request) => isRequestFor(request, 'DELETE', /^\/servers\/[^/]+$/))).toBe(true)
  expect(await proxy.listNames('servers')).toEqual([])
  expect(run.report?.resources.leaked).toEqual([])
})

test('a keypair whose create ends in a reset is found by its name at the end of the run and deleted', async () => {
  const proxy = await proxyWith(reset((request) => isRequestFor(request, 'POST', '/os-keypairs')))
  const run = await runCli(proxy.config, { only: ['keypairs.list.*'] })
  expect(run.requirement('keypairs.list.answers').outcome).toBe('inconclusive')
  expect(repeatedNames(proxy.requests, '/os-keypairs')).toEqual([])
  expect(await proxy.listNames('os-keypairs')).toEqual([])
  expect(run.code).toBe(3)
})

test('a delete without a response whose retry gets 404 is inconclusive', async () => {
  const isFirstDelete: Selector = (request) =>
    isRequestFor(request, 'DELETE', /^\/os-keypairs\//) && request.count === 1 && !request.path.includes('absent')
  const proxy = await proxyWith(reset(isFirstDelete))
  const run = await runCli(proxy.config, { only: ['keypairs.delete.removes'] })
  expect(run.requirement('keypairs.delete.removes')).toMatchObject({
    outcome: 'inconclusive',
    reason: expect.stringContaining('the first attempt may have worked'),
  })
  expect(run.code).toBe(3)
  expect(await proxy.listNames('os-keypairs')).toEqual([])
})

test('a conformant target passes when every ninth GET fails', async () => {
  let reads = 0
  const proxy = await proxyWith(({ method }, _upstream, response) => {
    if (method !== 'GET' || ++reads % 9 > 0) return false
    if (reads % 2 > 0) resetConnection(response)
    else sendHtml(response, 502, '<h1>502 Bad Gateway</h1>')
    return true
  })
  const run = await runCli({ ...proxy.config, timeouts: { request: '300s' } })
  expect([...run.resultsWith('fail'), ...run.resultsWith('error'), ...run.resultsWith('inconclusive')]).toEqual([])
  expect(run.report?.verdict).toBe('conformant')
  expect(run.code).toBe(0)
})
