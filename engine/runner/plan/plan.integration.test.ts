import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder, writeFile } from '../../../test/fixtures/files.ts'
import { type Intercept, startProxy } from '../../../test/fixtures/tampering-proxy.ts'
import { planRun } from './plan.ts'

/** Plans a run with these changes to the configuration, and returns the methods of the requests to the target too. */
async function plan(configChanges: object, options: object, intercept: Intercept = () => false) {
  const proxy = await startProxy(undefined, { intercept })
  onTestFinished(() => proxy.close())
  const cwd = temporaryFolder()
  writeFile(cwd, 'target.json', { ...proxy.config, ...configChanges })
  const planned = await planRun({
    target: { config: 'target.json', ...options },
    environment: { env: {}, cwd },
    shard: { index: 1, count: 1 },
    signal: new AbortController().signal,
    warn: () => undefined,
  })
  return { ...planned, methods: new Set(proxy.requests.map(({ method }) => method)) }
}

test('a plan counts the resources that the selected requirements need, and sends only GETs to the target', async () => {
  const { methods, created, peakServers, tested, skipped } = await plan({}, { only: ['servers.list.*'], maxServers: 2 })
  expect(methods).toEqual(new Set(['GET']))
  expect(created['servers']).toBeGreaterThanOrEqual(2)
  expect(created['servers']).toBeLessThanOrEqual(3)
  expect(peakServers).toBe(2)
  expect(tested).toBeGreaterThan(0)
  expect(skipped).toEqual([])
})

test('a read-only plan creates nothing and counts the requirements that it skips', async () => {
  const { methods, created, skipped } = await plan({}, { only: ['servers.list.*', 'flavors.*'], readOnly: true })
  expect(methods).toEqual(new Set(['GET']))
  expect(created).toEqual({})
  expect(skipped).toEqual([{ reason: expect.stringContaining('the run is read-only'), count: expect.any(Number) }])
})

test('a plan skips requirements whose resources are missing, with the setting to add', async () => {
  const { skipped } = await plan({ other: undefined }, { only: ['access.*'] })
  expect(skipped.map(({ reason }) => reason).join()).toContain('no second tenant')
})

test('a plan for stock OpenStack counts servers too', async () => {
  const { created } = await plan({}, { only: ['servers.list.name'], profile: 'nova' })
  expect(created).toEqual({ servers: 2 })
})

test('a plan counts the servers of a cloud without a network that a run could use', async () => {
  const withoutNetworks: Intercept = ({ path }, response) => {
    const isList = /\/(os-)?networks$/.test(path)
    if (isList) response.end('{"networks":[]}')
    return isList
  }
  const options = { only: ['servers.list.name'], profile: 'nova' }
  const { created, target } = await plan({ resources: {} }, options, withoutNetworks)
  expect(target.resources.network).toBeUndefined()
  expect(created).toEqual({ servers: 2 })
})
