/** A target that stops responding during a run: the run ends within two minutes or so, most of them for its servers, and reports it. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { expectWithinLimits, runCli } from '../fixtures/run-cli.ts'
import { isRequestFor, startProxy, type TamperingProxy } from '../fixtures/tampering-proxy.ts'
import { json, sendHtml } from './responses.ts'

interface CrashOptions {
  /** The request at which the target crashes, and all later ones, get no response. */
  readonly atRequest: number
  readonly crash: (proxy: TamperingProxy) => void
  /** The list of flavors violates the contract. */
  readonly isNonconformant?: boolean
}

async function crashingProxy({ atRequest, crash, isNonconformant = false }: CrashOptions) {
  let requests = 0
  let crashedAt: number | undefined
  const proxy: TamperingProxy = await startProxy((request, _upstream, response) => {
    if (++requests >= atRequest && crashedAt === undefined) {
      crashedAt = performance.now()
      crash(proxy)
    }
    if (crashedAt !== undefined) return true
    if (!isNonconformant || !isRequestFor(request, 'GET', '/flavors') || request.count === 1) return false
    response.writeHead(200, json).end('{"flavors": 17}')
    return true
  })
  onTestFinished(() => proxy.close())
  return { proxy, secondsSinceCrash: () => (performance.now() - (crashedAt ?? Number.NaN)) / 1000 }
}

const close = (proxy: TamperingProxy): void => void proxy.close()

describe('a run whose target crashes', () => {
  test.each([
    ['and refuses connections', close, 120, /ECONNREFUSED/],
    ['and never responds', () => undefined, 140, /no complete response within 5 s/],
  ])('%s ends early with inconclusive requirements', async (_, crash, seconds, reason) => {
    const { proxy, secondsSinceCrash } = await crashingProxy({ atRequest: 120, crash })
    const run = await runCli(proxy.config, { timeout: 170_000 })
    expect(secondsSinceCrash()).toBeLessThan(seconds)
    expect(run.report?.errors.join()).toMatch(/The run ended early: the target stopped responding/)
    expect(run.report?.errors.join()).toMatch(reason)
    expect(run.stdout).toContain('the target stopped responding')
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.report?.totals.inconclusive).toBeGreaterThan(100)
    expect(run.code).toBe(3)
    expectWithinLimits(run, 150)
  })

  test('behind a gateway that responds with 502 ends early too', async () => {
    let requests = 0
    const proxy = await startProxy((_request, _upstream, response) => {
      if (++requests < 120) return false
      sendHtml(response, 502, '<h1>502 Bad Gateway</h1>')
      return true
    })
    onTestFinished(() => proxy.close())
    const run = await runCli(proxy.config, { timeout: 170_000 })
    expect(run.report?.errors.join()).toMatch(/the target stopped responding: .*a gateway returned 502/)
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.code).toBe(3)
    expectWithinLimits(run, 150)
  })

  test('after it violated a requirement exits with 1', async () => {
    const { proxy } = await crashingProxy({ atRequest: 200, crash: close, isNonconformant: true })
    const run = await runCli(proxy.config, { timeout: 170_000 })
    expect(run.resultsWith('fail').length).toBeGreaterThan(0)
    expect(run.report?.errors.join()).toContain('the target stopped responding')
    expect(run.code).toBe(1)
    expectWithinLimits(run, 150)
  })

  test('keeps its journal, and prints the command that deletes the leftover resources', async () => {
    const { proxy } = await crashingProxy({ atRequest: 300, crash: close })
    const run = await runCli(proxy.config, { timeout: 170_000 })
    const journals = Object.keys(run.files).filter((name) => name.startsWith('journal-'))
    expect(run.report?.resources.leaked.length).toBeGreaterThan(0)
    expect(journals).toHaveLength(1)
    const [, id] = /^journal-(\w+)\./.exec(journals[0] ?? '') ?? []
    expect(run.stderr).toMatch(new RegExp(`compute-conformance cleanup --out .* --run ${id} --config `))
    expect(run.code).toBe(3)
    expectWithinLimits(run, 150)
  })
})
