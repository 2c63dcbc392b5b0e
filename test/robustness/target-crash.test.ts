/** Targets that die in the middle of a run: it ends soon, and says so. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { expectBounded, runCli } from './run-cli.ts'
import { isFor, startProxy, type TamperingProxy } from './tampering-proxy.ts'

/** A target that dies with the so manieth request; the moment is told by `died`. */
async function mortal(at: number, die: (target: TamperingProxy) => void, isBroken = false) {
  let requests = 0
  let died = Number.POSITIVE_INFINITY
  const target: TamperingProxy = await startProxy((call, _, response) => {
    if (++requests >= at && died === Number.POSITIVE_INFINITY) {
      died = performance.now()
      die(target)
    }
    if (died < Number.POSITIVE_INFINITY) return true
    if (!isBroken || !isFor(call, 'GET', '/flavors') || call.count === 1) return false
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"flavors": 17}')
    return true
  })
  onTestFinished(() => target.close())
  return { target, secondsDead: () => (performance.now() - died) / 1000 }
}

describe('a target that dies', () => {
  test.each([
    ['so that connections are refused', (target: TamperingProxy) => void target.close(), 25, /ECONNREFUSED/],
    ['so that nobody answers', () => undefined, 60, /no complete response within 5 s/],
  ])('%s, ends the run', async (_, die, seconds, reason) => {
    const { target, secondsDead } = await mortal(120, die)
    const run = await runCli(target.config, { patience: 170 })
    expect(secondsDead()).toBeLessThan(seconds)
    expect(run.report?.errors.join()).toMatch(/The run ended early: the target stopped responding/)
    expect(run.report?.errors.join()).toMatch(reason)
    expect(run.stdout).toContain('the target stopped responding')
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.report?.totals.inconclusive).toBeGreaterThan(100)
    expect(run.code).toBe(3)
    expectBounded(run, 150)
  })

  test('behind a proxy that goes on answering in its place, too', async () => {
    let requests = 0
    const target = await startProxy((_, __, response) => {
      if (++requests < 120) return false
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>')
      return true
    })
    onTestFinished(() => target.close())
    const run = await runCli(target.config, { patience: 170 })
    expect(run.report?.errors.join()).toMatch(/the target stopped responding: .*a gateway returned 502/)
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.code).toBe(3)
    expectBounded(run, 90)
  })

  test('after it broke a rule, is guilty still', async () => {
    const { target } = await mortal(200, (dying) => void dying.close(), true)
    const run = await runCli(target.config, { patience: 170 })
    expect(run.report?.requirements.filter(({ outcome }) => outcome === 'fail').length).toBeGreaterThan(0)
    expect(run.report?.errors.join()).toContain('the target stopped responding')
    expect(run.code).toBe(1)
    expectBounded(run, 90)
  })

  test('leaves a journal by which what it may still hold can be removed', async () => {
    const { target } = await mortal(300, (dying) => void dying.close())
    const run = await runCli(target.config, { patience: 170 })
    const journal = Object.keys(run.files).filter((name) => name.startsWith('journal-'))
    expect(run.report?.resources.leaked.length).toBeGreaterThan(0)
    expect(journal).toHaveLength(1)
    const [, id] = /^journal-(\w+)\./.exec(journal[0] ?? '') ?? []
    expect(run.stderr).toMatch(new RegExp(`compute-conformance cleanup --out .* --run ${id} --config `))
    expect(run.code).toBe(3)
    expectBounded(run, 90)
  })
})
