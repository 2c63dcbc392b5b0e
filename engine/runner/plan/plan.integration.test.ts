import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { expect, onTestFinished, test } from 'vitest'
import { createEmulator, type EmulatorConfig } from '#emulator'
import { planRun, type RunPlan } from './plan.ts'

/** An emulator that records the method of each request. */
async function recordingEmulator(): Promise<{ readonly config: EmulatorConfig; readonly methods: readonly string[] }> {
  const methods: string[] = []
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const emulator = createEmulator({}, `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
  server.on(
    'request',
    getRequestListener((request) => {
      methods.push(request.method)
      return emulator.fetch(request)
    }),
  )
  return { config: emulator.config, methods }
}

async function planned(
  changes: object,
  options: object,
): Promise<{ readonly plan: RunPlan; readonly methods: readonly string[] }> {
  const { config, methods } = await recordingEmulator()
  const cwd = mkdtempSync(join(tmpdir(), 'plan-'))
  writeFileSync(join(cwd, 'target.json'), JSON.stringify({ ...config, ...changes }))
  const plan = await planRun({
    target: { config: 'target.json', ...options },
    environment: { env: {}, cwd },
    shard: { index: 1, count: 1 },
    signal: new AbortController().signal,
    warn: () => undefined,
  })
  return { plan, methods }
}

test('a plan counts what the selected requirements need, and sends only GETs to the target', async () => {
  const { plan, methods } = await planned({}, { only: ['servers.list.*'], maxServers: 2 })
  expect(new Set(methods)).toEqual(new Set(['GET']))
  expect(plan.created['servers']).toBeGreaterThanOrEqual(2)
  expect(plan.created['servers']).toBeLessThanOrEqual(3)
  expect(plan.peakServers).toBe(2)
  expect(plan.tested).toBeGreaterThan(0)
  expect(plan.skipped).toEqual([])
})

test('a read-only plan creates nothing and counts the requirements that it skips', async () => {
  const { plan, methods } = await planned({}, { only: ['servers.list.*', 'flavors.*'], readOnly: true })
  expect(new Set(methods)).toEqual(new Set(['GET']))
  expect(plan.created).toEqual({})
  expect(plan.skipped).toEqual([{ reason: expect.stringContaining('the run is read-only'), count: expect.any(Number) }])
})

test('a plan skips what the target lacks, with what to configure', async () => {
  const { plan } = await planned({ other: undefined }, { only: ['access.*'] })
  expect(plan.skipped.map(({ reason }) => reason).join()).toContain('no second tenant')
})

test('a plan for stock OpenStack counts servers too', async () => {
  const { plan } = await planned({}, { only: ['servers.list.name'], profile: 'nova' })
  expect(plan.created).toEqual({ servers: 1 })
})
