/** Creates that are accepted and lead to no server: what waits for servers names the requirement that the responses violate. */
import { expect, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { answering, respond } from './proxy-rules.ts'
import { startTarget } from './start-target.ts'

test.concurrent.each([
  ['an error', { error: { code: 400, message: 'no' } }, 'servers.create.object'],
  ['an array of servers', { server: [] }, 'servers.create.object'],
  ['a server without an id', { server: { 'OS-DCF:diskConfig': 'MANUAL' } }, 'servers.create.id'],
])('a create that returns 200 with %s', async (_, body, blocker) => {
  const proxy = await startTarget({
    name: 'a target without servers',
    rules: () => [answering('POST', '/servers', () => respond(200, body))],
  })
  try {
    const only = ['servers.create.answers', 'servers.create.becomes-active', blocker]
    const timeouts = { request: '6s', propagation: '2s' }
    const { report, requirement } = await runSuites({ ...proxy.config, timeouts }, { only })
    expect(requirement(blocker).outcome).toBe('fail')
    expect(requirement('servers.create.answers')).toMatchObject({ outcome: 'inconclusive', blockedBy: blocker })
    expect(report.causes.map((cause) => cause.requirement)).toEqual([blocker])
  } finally {
    await proxy.close()
  }
})
