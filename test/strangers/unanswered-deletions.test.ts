/**
 * A target that never responds to DELETE for servers is accused of that, whether or not it deletes them, and judged by everything else: the
 * run neither waits for servers that stay nor counts those that are gone.
 */
import { expect, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import {
  isRequestFor,
  type ProxiedRequest,
  startProxy,
  type TamperingProxyOptions,
} from '../fixtures/tampering-proxy.ts'

const isDeletion = (request: ProxiedRequest): boolean => isRequestFor(request, 'DELETE', /^\/servers\/[^/]+$/)

const others = ['servers.stop.becomes-shutoff', 'servers.list.marker', 'servers.create.nic-per-network'] as const

test.concurrent.each<[string, TamperingProxyOptions, readonly string[]]>([
  ['carries it out', {}, [...others, 'servers.resize.auto-confirm', 'servers.create.documented-example']],
  [
    'does not carry it out',
    {
      intercept(request, response) {
        if (isDeletion(request)) response.destroy()
        return isDeletion(request)
      },
    },
    others,
  ],
])('a target that breaks the connection of each DELETE and %s', async (_, options, passing) => {
  const proxy = await startProxy((request, _upstream, response) => {
    if (isDeletion(request)) response.destroy()
    return isDeletion(request)
  }, options)
  try {
    const run = await runSuites(proxy.config, { only: ['servers.delete.removes', ...passing], timeoutScale: 0.1 })
    expect(run.requirement('servers.delete.removes')).toMatchObject({ outcome: 'fail' })
    for (const id of passing) expect(run.requirement(id), id).toMatchObject({ outcome: 'pass' })
    expect(run.report.resources.leaked.map(({ name }) => name).toSorted()).toEqual(
      (await proxy.listNames('servers')).toSorted(),
    )
  } finally {
    await proxy.close()
  }
})
