/** A target whose operator sets statuses with Nova's actions: tests of one status follow each other on a server that stays in it. */
import { expect, onTestFinished, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { actionOf, type ProxyRule, respond, respondingTo } from './proxy-rules.ts'
import { startTarget } from './start-target.ts'

const only = [
  'servers.state.paused',
  'servers.state.suspended',
  'servers.state.governs-actions',
  'servers.reboot.hard-listed-states',
  'servers.update.renames',
  'groups.add.attaches',
]

/** Runs the tests with Nova's actions in place of the emulator's control API. */
async function runWithActions(name: string, rules: readonly ProxyRule[] = []) {
  const proxy = await startTarget({ name, rules: () => rules })
  onTestFinished(() => proxy.close())
  const { url, tenant, profile } = proxy.config.target
  return runSuites({ ...proxy.config, target: { url, tenant, profile, novaActions: true } }, { only })
}

test('every status is verified, and entered less often than tests need it', async () => {
  const run = await runWithActions('a target without a control API')

  for (const id of only) expect(run.requirement(id), id).toMatchObject({ outcome: 'pass', findings: [] })
  const { exchanges, tests = [] } = run.report
  const entered = exchanges.filter(({ requestBody }) => requestBody === JSON.stringify({ pause: null })).length
  const paused = new Set(exchanges.flatMap(({ index, body }) => (body?.includes('"PAUSED"') ? [index] : [])))
  expect(entered).toBeGreaterThan(0)
  expect(entered).toBeLessThan(tests.filter((each) => each.exchanges.some((index) => paused.has(index))).length)
})

test('a target that does not end a status is accused of nothing', async () => {
  const isUnpause: ProxyRule = respondingTo('POST', /^\/servers\/[^/]+\/action$/, (request) =>
    actionOf(request) === 'unpause'
      ? respond(409, { conflictingRequest: { code: 409, message: 'paused' } })
      : undefined,
  )
  const run = await runWithActions('a target that keeps servers paused', [isUnpause])

  expect(run.resultsWith('fail').map(({ id }) => id)).toEqual([])
  expect(run.requirement('servers.update.renames').outcome).toBe('pass')
})
