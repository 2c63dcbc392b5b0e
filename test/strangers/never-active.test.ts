/** A target that shows its new servers in BUILD for ever: what can be judged without an ACTIVE server is decided. */
import { expect, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { startTarget } from './start-target.ts'

test('that it shows BUILD until a server is ACTIVE is decided, and what needs an ACTIVE server names the cause', async () => {
  const proxy = await startTarget({ name: 'never ACTIVE', faults: ['create-never-active'] })
  try {
    const timeouts = { create: '3s', propagation: '2s' }
    const only = ['servers.state.build', 'servers.create.becomes-active', 'servers.stop.becomes-shutoff']
    const { requirement } = await runSuites({ ...proxy.config, timeouts }, { only })
    expect(requirement('servers.create.becomes-active').outcome).toBe('fail')
    expect(requirement('servers.state.build').outcome).toBe('pass')
    expect(requirement('servers.stop.becomes-shutoff').blockedBy).toBe('servers.create.becomes-active')
  } finally {
    await proxy.close()
  }
})
