import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../options.ts'
import { type RunningEmulator, startEmulator } from '../server/server.ts'
import { at } from '../testing/driver.ts'

const folder = mkdtempSync(join(tmpdir(), 'keeper-test-'))
let files = 0
const newFile = () => join(folder, `state-${++files}.db`)

const running = new Set<RunningEmulator>()
async function start(options: EmulatorOptions) {
  const emulator = await startEmulator(options)
  running.add(emulator)
  const { target, auth } = emulator.config
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = { 'x-auth-token': auth.token, 'content-type': 'application/json' }
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`${emulator.url}${path.replace('~', `/v2/${target.tenant}`)}`, init)
    const text = await response.text()
    return text === '' ? response.status : JSON.parse(text)
  }
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

const firstServer = async (call: (method: string, path: string) => Promise<unknown>) =>
  String(at(await call('GET', '~/servers'), 'servers.0.id'))

describe('a state file', () => {
  test('gives the next emulator everything that the last one knew', async () => {
    const state = newFile()
    const first = await start({ state, seed: { existingServers: 2, random: 5 }, control: true })
    const id = await firstServer(first.call)
    await first.call('PUT', `~/servers/${id}`, { server: { name: 'renamed' } })
    await first.call('POST', `~/servers/${id}/metadata`, { metadata: { color: 'red' } })
    await first.call('POST', '~/os-keypairs', { keypair: { name: 'own' } })
    await first.call('PUT', '/_emulator/faults/lost', { operation: 'zones.list', status: 503, calls: 2 })
    await first.call('GET', '~/os-availability-zone')
    await first.call('PUT', '/_emulator/clock', { mode: 'frozen' })
    const before = first.emulator.snapshot()
    await first.stop()
    // Only one file is left, and nobody else may read the tokens in it.
    expect(statSync(state).mode & 0o777).toBe(0o600)
    const second = await start({ state, seed: { existingServers: 9 }, control: true })
    expect(second.emulator.snapshot()).toEqual(before)
    expect(second.emulator.config.auth).toEqual(first.emulator.config.auth)
    expect(at(await second.call('GET', `~/servers/${id}`), 'server.name')).toBe('renamed')
  })

  test('goes on with what was under way, by the clock or by the number of reads', async () => {
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

  test('takes a timing that is named in the place of the one that was kept', async () => {
    const state = newFile()
    await (await start({ state, timing: { stop: 400 } })).stop()
    const { emulator } = await start({ state, timing: { stop: 7 } })
    expect(emulator.state.timing.stop).toBe(7)
  })

  test('follows a reset and an import', async () => {
    const state = newFile()
    const first = await start({ state, seed: { existingServers: 3 } })
    const full = first.emulator.snapshot()
    first.emulator.reset({ existingServers: 1 })
    const id = await firstServer(first.call)
    await first.call('PUT', `~/servers/${id}`, { server: { name: 'after the reset' } })
    await first.stop()
    const second = await start({ state })
    expect(at(await second.call('GET', '~/servers'), 'servers')).toMatchObject([{ name: 'after the reset' }])
    second.emulator.restore(full)
    await second.stop()
    expect((await start({ state })).emulator.snapshot().servers).toEqual(full.servers)
  })

  test('is written to only where something has changed', async () => {
    const state = newFile()
    const { call } = await start({ state, seed: { existingServers: 300 } })
    const id = await firstServer(call)
    await call('GET', '~/servers/detail')
    const before = statSync(`${state}-wal`).size
    await call('GET', '~/servers/detail')
    expect(statSync(`${state}-wal`).size).toBe(before)
    await call('PUT', `~/servers/${id}`, { server: { name: 'renamed' } })
    expect(statSync(`${state}-wal`).size - before).toBeLessThan(40_000)
  })
})

describe('a file that cannot keep a state', () => {
  const foreign = (file: string, ...statements: string[]) => {
    const database = new Sqlite(file)
    for (const statement of statements) database.exec(statement)
    database.close()
  }
  const ours = `PRAGMA application_id = ${0x54_43_45_6d}`
  const table = 'CREATE TABLE things (kind TEXT, key TEXT, value TEXT, PRIMARY KEY (kind, key))'

  test.each<[string, (file: string) => void, RegExp]>([
    ['is no database', (file) => writeFileSync(file, 'no database at all '.repeat(100)), /is no file that an emulator/],
    ['is another database', (file) => foreign(file, 'CREATE TABLE other (a)'), /a database, but not one/],
    [
      'is of another version',
      (file) => foreign(file, ours, table, 'PRAGMA user_version = 99'),
      /in format 99 by another/,
    ],
    [
      'holds no state',
      (file) => foreign(file, ours, table, 'PRAGMA user_version = 1', `INSERT INTO things VALUES ('rest', 'a', '{}')`),
      /state-\d+\.db: state\./,
    ],
    [
      'holds no JSON',
      (file) => foreign(file, ours, table, 'PRAGMA user_version = 1', `INSERT INTO things VALUES ('rest', 'a', '{')`),
      /state-\d+\.db: .*JSON/,
    ],
    ['is a folder', (file) => mkdirSync(file), /cannot be written: EISDIR/],
  ])('%s: one sentence says so', async (_what, make, sentence) => {
    const state = newFile()
    make(state)
    const failure: unknown = await startEmulator({ state }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'StateFileError', message: expect.stringMatching(sentence) })
    expect(failure).toMatchObject({ message: expect.stringMatching(/^[^\n]*$/) })
  })

  test('lies in a folder that there is not', async () => {
    await expect(startEmulator({ state: join(folder, 'none', 'state.db') })).rejects.toThrow(
      /cannot be written: ENOENT/,
    )
  })

  test('is in use by another emulator, until that one is closed', async () => {
    const state = newFile()
    const first = await start({ state })
    await expect(startEmulator({ state })).rejects.toThrow(/another emulator is using it/)
    await first.stop()
    await start({ state })
  })
})
