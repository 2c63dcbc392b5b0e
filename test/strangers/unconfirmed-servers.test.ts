/** Creates that take effect although no response says so: their servers are used, so that what servers can show is decided. */
import { expect, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { forward, isRequestFor, startProxy, type Tamper } from '../fixtures/tampering-proxy.ts'
import { respond } from './proxy-rules.ts'
import { startTarget } from './start-target.ts'

const failure = respond(500, { computeFault: { code: 500, message: 'The server has got itself into trouble.' } })

test.concurrent.each([
  ['breaks the connection', (_: unknown, __: unknown, response) => Boolean(response.destroy())],
  ['returns 500', (_: unknown, __: unknown, response) => forward(failure, response)],
] as const satisfies readonly (readonly [string, Tamper])[])(
  'a create that %s after it took effect',
  async (_, tamper) => {
    const proxy = await startProxy((request, upstream, response) =>
      isRequestFor(request, 'POST', '/servers') && upstream.status < 300 ? tamper(request, upstream, response) : false,
    )
    try {
      const passing = [
        'servers.show.answers',
        'servers.stop.becomes-shutoff',
        'servers.reboot.hard',
        'groups.add.attaches',
      ]
      const timeouts = { propagation: '2s' }
      const { report, requirement } = await runSuites(
        { ...proxy.config, timeouts },
        { only: [...passing, 'servers.create.answers', 'servers.create.key-name'] },
      )
      expect(requirement('servers.create.answers').outcome).toBe('fail')
      for (const id of passing) expect(requirement(id).outcome, id).toBe('pass')
      expect(report.causes.map((cause) => cause.requirement)).toEqual(['servers.create.answers'])
      expect(await proxy.listNames('servers')).toEqual(
        expect.not.arrayContaining([expect.stringMatching(/^conformance-/)]),
      )
    } finally {
      await proxy.close()
    }
  },
)

test.concurrent('servers are found in the detailed list where the plain one is no list', async () => {
  const proxy = await startTarget({
    name: 'a target that names wrong ids and has no plain list',
    faults: ['create-location-lost', 'servers-list-as-object', 'create-one-too-many'],
  })
  try {
    const passing = ['servers.show.answers', 'servers.stop.becomes-shutoff', 'servers.detail.name']
    const timeouts = { propagation: '2s' }
    const { report, requirement } = await runSuites(
      { ...proxy.config, timeouts },
      { only: [...passing, 'servers.list.array', 'servers.create.counts'] },
    )
    for (const id of passing) expect(requirement(id).outcome, id).toBe('pass')
    expect(report.requirements.filter((one) => one.outcome === 'inconclusive' && !one.blockedBy && !one.off)).toEqual(
      [],
    )
  } finally {
    await proxy.close()
  }
})
