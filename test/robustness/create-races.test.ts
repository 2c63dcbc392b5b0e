/** Requests that change something and whose answer is lost: nothing is made twice, nothing is left, nobody is accused. */
import { expect, onTestFinished, test } from 'vitest'
import { expectBounded, runCli } from './run-cli.ts'
import { type Call, isFor, startProxy, type Tamper, type TamperingProxy } from './tampering-proxy.ts'

async function staged(spoil: Tamper): Promise<TamperingProxy> {
  const target = await startProxy(spoil)
  onTestFinished(() => target.close())
  return target
}

/** Carries the request out and then breaks the connection. */
const loses =
  (isMeant: (call: Call) => boolean): Tamper =>
  (call, _, response) => {
    if (!isMeant(call)) return false
    response.socket?.resetAndDestroy()
    return true
  }

/** Carries the request out, and a proxy says that it took too long. */
const timesOut =
  (isMeant: (call: Call) => boolean): Tamper =>
  (call, _, response) => {
    if (!isMeant(call)) return false
    response.writeHead(504, { 'content-type': 'text/html' }).end('<h1>504 Gateway Time-out</h1>')
    return true
  }

const nameIn = (body: string): string => /"name":"([^"]*)"/.exec(body)?.[1] ?? ''

/** Names that were asked for more than once. */
function askedTwice(calls: readonly Call[], path: string): string[] {
  const names = calls.filter((call) => isFor(call, 'POST', path)).map(({ body }) => nameIn(body))
  return names.filter((name, index) => names.indexOf(name) !== index)
}

test.each([
  ['reset', loses],
  ['a proxy’s 504', timesOut],
])('a server whose creation ends in %s is looked for by its name and removed', async (_, spoils) => {
  const target = await staged(spoils((call) => isFor(call, 'POST', '/servers')))
  const run = await runCli(target.config, { only: ['servers.create.answers'] })
  expect(run.requirement('servers.create.answers')).toMatchObject({
    outcome: 'inconclusive',
    reason: expect.stringContaining(' failed: '),
  })
  expect(run.code).toBe(3)
  expect(askedTwice(target.calls, '/servers')).toEqual([])
  expect(target.calls.some((call) => isFor(call, 'DELETE', /^\/servers\/[^/]+$/))).toBe(true)
  expect(await target.names('servers')).toEqual([])
  expect(run.report?.resources.leaked).toEqual([])
  expectBounded(run, 60)
})

test('a keypair whose creation ends in a reset is found by its name in the end, and removed', async () => {
  const target = await staged(loses((call) => isFor(call, 'POST', '/os-keypairs')))
  const run = await runCli(target.config, { only: ['keypairs.list.*'] })
  expect(run.requirement('keypairs.list.answers').outcome).toBe('inconclusive')
  expect(askedTwice(target.calls, '/os-keypairs')).toEqual([])
  expect(await target.names('os-keypairs')).toEqual([])
  expect(run.code).toBe(3)
  expectBounded(run, 60)
})

test('a deletion that had no answer and finds nothing the second time accuses nobody', async () => {
  const target = await staged(
    loses((call) => isFor(call, 'DELETE', /^\/os-keypairs\//) && call.count === 1 && !call.path.includes('absent')),
  )
  const run = await runCli(target.config, { only: ['keypairs.delete.removes'] })
  expect(run.requirement('keypairs.delete.removes')).toMatchObject({
    outcome: 'inconclusive',
    reason: expect.stringContaining('the first attempt may have worked'),
  })
  expect(run.code).toBe(3)
  expect(await target.names('os-keypairs')).toEqual([])
  expectBounded(run, 60)
})

test('a network that fails now and then changes no verdict', async () => {
  let reads = 0
  const target = await staged((call, _genuine, response) => {
    if (call.method !== 'GET' || ++reads % 9 > 0) return false
    if (reads % 2 > 0) response.socket?.resetAndDestroy()
    else response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>')
    return true
  })
  const run = await runCli(target.config, { patience: 170 })
  expect(run.report?.totals).toMatchObject({ fail: 0, error: 0, inconclusive: 0 })
  expect(run.report?.verdict).toBe('conformant')
  expect(run.code).toBe(0)
  expectBounded(run, 150)
})
