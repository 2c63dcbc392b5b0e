/**
 * A target that stops responding during a run: the run ends early and reports it. It waits a minute for the servers that it cannot delete
 * otherwise, so that the tests run at once.
 */
import { describe, expect, type TestContext, test } from 'vitest'
import { runCli } from '../fixtures/run-cli.ts'
import { isRequestFor, startProxy, type TamperingProxy } from '../fixtures/tampering-proxy.ts'
import { json, sendHtml } from './responses.ts'

interface CrashOptions {
  /** The request at which the target crashes, and all later ones, get no response. */
  readonly atRequest: number
  readonly crash: (proxy: TamperingProxy) => void
  /** The list of flavors violates the contract. */
  readonly isNonconformant?: boolean
}

async function crashingProxy(
  { onTestFinished }: TestContext,
  { atRequest, crash, isNonconformant = false }: CrashOptions,
): Promise<TamperingProxy> {
  let requests = 0
  let hasCrashed = false
  const proxy: TamperingProxy = await startProxy((request, _upstream, response) => {
    if (++requests >= atRequest && !hasCrashed) {
      hasCrashed = true
      crash(proxy)
    }
    if (hasCrashed) return true
    if (!isNonconformant || !isRequestFor(request, 'GET', '/flavors') || request.count === 1) return false
    response.writeHead(200, json).end('{"flavors": 17}')
    return true
  })
  onTestFinished(() => proxy.close())
  return proxy
}

const close = (proxy: TamperingProxy): void => void proxy.close()

describe.concurrent('a run whose target crashes', () => {
  test.for([
    ['and refuses connections', close, /ECONNREFUSED/],
    ['and never responds', () => undefined, /no complete response within 5 s/],
  ] as const)('%s ends early with inconclusive requirements', async ([_, crash, reason], context) => {
    const proxy = await crashingProxy(context, { atRequest: 120, crash })
    const run = await runCli(proxy.config)
    expect(run.report?.errors.join()).toMatch(/The run ended early: the target stopped responding/)
    expect(run.report?.errors.join()).toMatch(reason)
    expect(run.stdout).toContain('the target stopped responding')
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.report?.totals.inconclusive).toBeGreaterThan(100)
    expect(run.code).toBe(3)
  })

  test('behind a gateway that responds with 502 ends early too', async ({ onTestFinished }) => {
    let requests = 0
    const proxy = await startProxy((_request, _upstream, response) => {
      if (++requests < 120) return false
      sendHtml(response, 502, '<h1>502 Bad Gateway</h1>')
      return true
    })
    onTestFinished(() => proxy.close())
    const run = await runCli(proxy.config)
    expect(run.report?.errors.join()).toMatch(/the target stopped responding: .*a gateway returned 502/)
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.code).toBe(3)
  })

  test('after it violated a requirement exits with 1', async (context) => {
    const proxy = await crashingProxy(context, { atRequest: 200, crash: close, isNonconformant: true })
    const run = await runCli(proxy.config)
    expect(run.resultsWith('fail').length).toBeGreaterThan(0)
    expect(run.report?.errors.join()).toContain('the target stopped responding')
    expect(run.code).toBe(1)
  })

  test('keeps its journal, and prints the command that deletes the leftover resources', async (context) => {
    const proxy = await crashingProxy(context, { atRequest: 300, crash: close })
    const run = await runCli(proxy.config)
    const journals = Object.keys(run.files).filter((name) => name.startsWith('journal-'))
    expect(run.report?.resources.leaked.length).toBeGreaterThan(0)
    expect(journals).toHaveLength(1)
    const [, id] = /^journal-(\w+)\./.exec(journals[0] ?? '') ?? []
    expect(run.stderr).toMatch(new RegExp(`compute-conformance cleanup --out .* --run ${id} --config `))
    expect(run.code).toBe(3)
  })
})
