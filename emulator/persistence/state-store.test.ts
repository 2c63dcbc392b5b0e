import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { EmulatorOptions } from '../options.ts'
import { type RunningEmulator, startEmulator } from '../server/server.ts'
import { ApiClient } from '../testing/api-client.ts'
import { at } from '../testing/driver.ts'

const folder = mkdtempSync(join(tmpdir(), 'state-store-test-'))
let files = 0
const newFile = () => join(folder, `state-${++files}.db`)

const running = new Set<RunningEmulator>()
async function start(options: EmulatorOptions) {
  const emulator = await startEmulator(options)
  running.add(emulator)
  const client = new ApiClient(emulator.config)
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    (await client.send(method, path, body)).body
  const stop = async () => {
    running.delete(emulator)
    await emulator.close()
  }
  return { emulator, call, stop }
}

afterEach(async () => {
  await Promise.all([...running].map((emulator) => emulator.close()))
  running.clear()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const firstServerId = async (call: (method: string, path: string) => Promise<unknown>) =>
  String(at(await call('GET', '~/servers'), 'servers.0.id'))

test('continues with the whole state of the previous emulator', async () => {
  const state = newFile()
  const first = await start({ state, seed: { existingServers: 2, random: 5 }, control: true })
  const id = await firstServerId(first.call)
  await first.call('PUT', `~/servers/${id}`, { server: { name: 'renamed' } })
  await first.call('POST', `~/servers/${id}/metadata`, { metadata: { color: 'red' } })
  await first.call('POST', '~/os-keypairs', { keypair: { name: 'own' } })
  await first.call('PUT', '/_emulator/faults/lost', { operation: 'zones.list', status: 503, calls: 2 })
  await first.call('GET', '~/os-availability-zone')
  await first.call('PUT', '/_emulator/clock', { mode: 'frozen' })
  const before = first.emulator.snapshot()
  await first.stop()
  // The file contains tokens: only its owner may read it.
  expect(statSync(state).mode & 0o777).toBe(0o600)
  const second = await start({ state, seed: { existingServers: 9 }, control: true })
  expect(second.emulator.snapshot()).toEqual(before)
  expect(second.emulator.config.auth).toEqual(first.emulator.config.auth)
  expect(at(await second.call('GET', `~/servers/${id}`), 'server.name')).toBe('renamed')
})

test('continues transitions in progress, timed and counted ones', async () => {
  const state = newFile()
  const timing = { stop: 400, pause: { polls: 3 } }
  const first = await start({ state, timing, seed: { existingServers: 2 } })
  const [stopped, paused] = first.emulator.state.servers.all().map(({ id }) => id)
  await first.call('POST', `~/servers/${stopped}/action`, { 'os-stop': null })
  await first.call('POST', `~/servers/${paused}/action`, { pause: null })
  const status = async ({ call }: typeof first, id = '') => at(await call('GET', `~/servers/${id}`), 'server.status')
  expect([await status(first, stopped), await status(first, paused)]).toEqual(['ACTIVE', 'ACTIVE'])
  await first.stop()
  const second = await start({ state })
  expect([await status(second, paused), await status(second, paused)]).toEqual(['ACTIVE', 'ACTIVE'])
  expect(await status(second, paused)).toBe('PAUSED')
  await expect.poll(() => status(second, stopped), { timeout: 10_000 }).toBe('SHUTOFF')
  expect(second.emulator.state.timing.stop).toBe(400)
})

test('prefers a given timing over the stored one', async () => {
  const state = newFile()
  await (await start({ state, timing: { stop: 400 } })).stop()
  const { emulator } = await start({ state, timing: { stop: 7 } })
  expect(emulator.state.timing.stop).toBe(7)
})

test('stores the state after a reset and after a restore', async () => {
  const state = newFile()
  const first = await start({ state, seed: { existingServers: 3 } })
  const full = first.emulator.snapshot()
  first.emulator.reset({ existingServers: 1 })
  const id = await firstServerId(first.call)
  await first.call('PUT', `~/servers/${id}`, { server: { name: 'after the reset' } })
  await first.stop()
  const second = await start({ state })
  expect(at(await second.call('GET', '~/servers'), 'servers')).toMatchObject([{ name: 'after the reset' }])
  second.emulator.restore(full)
  await second.stop()
  expect((await start({ state })).emulator.snapshot().servers).toEqual(full.servers)
})

test('writes nothing without a change, and only the changed records otherwise', async () => {
  const state = newFile()
  const { call } = await start({ state, seed: { existingServers: 300 } })
  const id = await firstServerId(call)
  await call('GET', '~/servers/detail')
  const before = statSync(`${state}-wal`).size
  await call('GET', '~/servers/detail')
  expect(statSync(`${state}-wal`).size).toBe(before)
  await call('PUT', `~/servers/${id}`, { server: { name: 'renamed' } })
  expect(statSync(`${state}-wal`).size - before).toBeLessThan(40_000)
})
