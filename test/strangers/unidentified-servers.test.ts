/** Creates that are accepted and lead to no server: what waits for servers names the requirement that the responses violate. */
import { expect, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import type { ProxiedRequest } from '../fixtures/tampering-proxy.ts'
import { createdServerOf, respond, respondingTo } from './proxy-rules.ts'
import { startTarget } from './start-target.ts'

test.concurrent.each([
  ['an error', { error: { code: 400, message: 'no' } }, 'servers.create.object'],
  ['a server without an id', { server: { 'OS-DCF:diskConfig': 'MANUAL' } }, 'servers.create.id'],
])('a create that returns 200 with %s', async (_, body, blocker) => {
  const proxy = await startTarget({
    name: 'a target without servers',
    rules: () => [respondingTo('POST', '/servers', () => respond(200, body))],
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

test.concurrent('a create without a key that returns 200 with an error is repeated with a key', async () => {
  const error = { error: { code: 400, message: 'key_name is required.' } }
  const lacksKey = (server: Readonly<Record<string, unknown>> | undefined) => server?.['key_name'] === undefined
  const proxy = await startTarget({
    name: 'a target that demands a key',
    rules: () => [
      respondingTo('POST', '/servers', (request) =>
        lacksKey(createdServerOf(request)) ? respond(200, error) : undefined,
      ),
    ],
  })
  try {
    const only = ['servers.create.answers', 'servers.create.object', 'servers.show.answers']
    const { requirement } = await runSuites(proxy.config, { only })
    expect(requirement('servers.create.object').outcome).toBe('fail')
    expect(requirement('servers.create.answers').outcome).toBe('pass')
    expect(requirement('servers.show.answers').outcome).toBe('pass')
  } finally {
    await proxy.close()
  }
})

test.concurrent('a keypair that the target loses is made again for later servers', async () => {
  const lost = new Set<unknown>()
  const keyOf = (request: ProxiedRequest) => createdServerOf(request)?.['key_name']
  const proxy = await startTarget({
    name: 'a target that demands a key and forgets each one once it was used',
    rules: () => [
      respondingTo('POST', '/servers', (request) => {
        const key = keyOf(request)
        const isRejected = key === undefined || lost.has(key)
        if (!isRejected && lost.size < 2) lost.add(key)
        return isRejected
          ? respond(400, { badRequest: { code: 400, message: 'Invalid key_name provided.' } })
          : undefined
      }),
      respondingTo('GET', /^\/os-keypairs\/./, ({ path }) =>
        [...lost].some((name) => path.endsWith(`/${name}`))
          ? respond(404, { itemNotFound: { code: 404, message: 'The keypair was not found.' } })
          : undefined,
      ),
    ],
  })
  try {
    const { requirement } = await runSuites(proxy.config, { only: ['servers.list.marker'] })
    expect(requirement('servers.list.marker').outcome).toBe('pass')
  } finally {
    await proxy.close()
  }
})

test.concurrent('a server whose create names a wrong id is found by its name', async () => {
  const proxy = await startTarget({ name: 'a target that names wrong ids', faults: ['create-location-lost'] })
  try {
    const only = [
      'servers.create.answers',
      'servers.create.becomes-active',
      'servers.show.answers',
      'conventions.links',
    ]
    const timeouts = { propagation: '2s' }
    const { requirement } = await runSuites({ ...proxy.config, timeouts }, { only })
    expect(requirement('servers.create.answers').outcome).toBe('fail')
    for (const id of only.slice(1)) expect(requirement(id).outcome, id).toBe('pass')
  } finally {
    await proxy.close()
  }
})
