import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { expect, onTestFinished, test } from 'vitest'
import { createEmulator, type EmulatorConfig } from '#emulator'
import { plan } from './plan.ts'

/** An emulator that notes the method of every request. */
async function listening(): Promise<{ readonly config: EmulatorConfig; readonly methods: readonly string[] }> {
  const methods: string[] = []
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const bound = server.address()
  const emulator = createEmulator({}, `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`)
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
  change: object,
  options: object,
): Promise<{ readonly text: string; readonly methods: readonly string[] }> {
  const { config, methods } = await listening()
  const file = join(mkdtempSync(join(tmpdir(), 'plan-')), 'target.json')
  writeFileSync(file, JSON.stringify({ ...config, ...change }))
  const lines = await plan({
    target: { config: file, ...options },
    env: {},
    shard: { index: 1, count: 1 },
    signal: new AbortController().signal,
    warn: () => undefined,
  })
  return { text: lines.join('\n'), methods }
}

test('a plan counts what the chosen requirements need, and sends the target nothing but GETs', async () => {
  const { text, methods } = await planned({}, { only: ['servers.list.*'], maxServers: 2 })
  expect(new Set(methods)).toEqual(new Set(['GET']))
  expect(text).toMatch(/^ {2}[23] servers/m)
  expect(text).toContain('at most 2 servers at once (--max-servers 2)')
  expect(text).not.toContain('Would skip')
})

test('a read-only plan creates nothing, and says what is left out for that', async () => {
  const { text, methods } = await planned({}, { only: ['servers.list.*', 'flavors.*'], readOnly: true })
  expect(new Set(methods)).toEqual(new Set(['GET']))
  expect(text).toContain('  nothing\n')
  expect(text).toMatch(/\d+ × .*the run is read-only/)
})

test('what the target lacks is left out, with what to configure', async () => {
  const { text } = await planned({ other: undefined }, { only: ['access.*'] })
  expect(text).toContain('no second tenant')
})

test('a plan against stock OpenStack needs servers too', async () => {
  const { text } = await planned({}, { only: ['servers.list.name'], profile: 'nova' })
  expect(text).toMatch(/^ {2}1 servers/m)
})
