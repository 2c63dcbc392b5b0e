/** An emulator that is killed in the midst of its work, again and again: nothing that was answered is lost. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { at } from '../testing/driver.ts'
import { Caller, EmulatorClient, type Expectation, untilSettled } from './client.fixture.ts'

const rounds = 12
const customers = 4

const folder = mkdtempSync(join(tmpdir(), 'killed-test-'))
const children = new Set<ChildProcess>()
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const ready = join(folder, 'ready.json')
const timing = join(folder, 'timing.json')
// So slow that servers, volumes and deletions are under way whenever the emulator dies.
writeFileSync(timing, JSON.stringify({ create: 60, delete: 40, stop: 50, attach: 30 }))

async function start(...flags: readonly string[]) {
  const bin = fileURLToPath(new URL('../../bin/compute-conformance.js', import.meta.url))
  const child = spawn(process.execPath, [bin, 'emulate', '--ready-file', ready, '--timing', timing, ...flags])
  children.add(child)
  let told = ''
  child.stderr.on('data', (data) => {
    told += data
  })
  const ended = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), ended])
  if (child.exitCode !== null) throw new Error(`emulate ended with ${child.exitCode}: ${told}`)
  return { child, ended, caller: new Caller(JSON.parse(readFileSync(ready, 'utf8'))) }
}

/** Servers, ports and volumes speak of one another, and nothing stays under way for ever. */
async function contradictions(caller: Caller): Promise<string[]> {
  const found: string[] = []
  const servers: unknown = at((await caller.expect(200, 'GET', '~/servers/detail')).body, 'servers')
  const network = caller.config.services.network.slice(caller.config.target.url.length)
  const ports: unknown = at((await caller.expect(200, 'GET', `${network}/v2.0/ports`)).body, 'ports')
  const volumes: unknown = at((await caller.expect(200, 'GET', `${caller.volumes}/detail`)).body, 'volumes')
  if (!Array.isArray(servers) || !Array.isArray(ports) || !Array.isArray(volumes)) return ['a list is none']
  const addresses = ports.map((port) => `${at(port, 'network_id')} ${at(port, 'fixed_ips.0.ip_address')}`)
  if (new Set(addresses).size < addresses.length) found.push('two ports have one address')
  for (const { id, status, addresses: own } of servers) {
    if (status === 'ACTIVE' && Object.keys(own).length === 0) found.push(`${id} has no address`)
  }
  const ids = new Set(servers.map(({ id }) => id))
  for (const port of ports) {
    if (at(port, 'device_id') !== '' && !ids.has(at(port, 'device_id')))
      found.push('a port of a server that is not there')
  }
  for (const volume of volumes) {
    const server = at(volume, 'attachments.0.server_id')
    if (server !== undefined && !ids.has(server)) found.push('a volume at a server that is not there')
  }
  return found
}

async function broken(promises: Iterable<Expectation>, caller: Caller): Promise<string[]> {
  const found: string[] = []
  for (const { what, holds } of promises) if (!(await holds(caller))) found.push(what)
  return found
}

test(`killed ${rounds} times, it has lost nothing that it had answered`, { timeout: 300_000 }, async () => {
  const state = join(folder, 'state.db')
  const all: Expectation[] = []
  for (let round = 1; round <= rounds; round++) {
    const { child, ended, caller } = await start('--state', state)
    const own = Array.from({ length: customers }, (_, index) => new EmulatorClient(`r${round}c${index}`))
    const work = own.map((customer) => customer.shop(caller).catch((error: unknown) => error))
    await pause(200 + Math.random() * 800)
    child.kill('SIGKILL')
    await ended
    // A connection that breaks is how each of them ends; an answer that was not expected would be a failure.
    for (const error of await Promise.all(work)) expect(error).toBeInstanceOf(TypeError)

    const second = await start('--state', state)
    const promises = own.flatMap((customer) => [...customer.promises.values()])
    all.push(...promises)
    expect(await broken(promises, second.caller)).toEqual([])
    const servers: unknown = at((await second.caller.expect(200, 'GET', '~/servers')).body, 'servers')
    if (!Array.isArray(servers)) throw new Error('no list')
    for (const { id } of servers) {
      const { status } = await second.caller.ask('GET', `~/servers/${id}`)
      // One that was about to go may be gone by now.
      if (status === 200)
        expect(['ACTIVE', 'SHUTOFF']).toContain(await untilSettled(second.caller, id).catch(() => 'ACTIVE'))
    }
    expect(await contradictions(second.caller)).toEqual([])
    second.child.kill('SIGKILL')
    await second.ended
  }
  // Those of the first rounds still hold after all the others.
  const last = await start('--state', state)
  expect(await broken(all, last.caller)).toEqual([])
  expect(all.length).toBeGreaterThan(rounds * 10)
})

test('a file in use, or none of ours, ends the command with one line', { timeout: 60_000 }, async () => {
  const state = join(folder, 'used.db')
  await start('--state', state)
  await expect(start('--state', state)).rejects.toThrow(
    /^emulate ended with 2: [^\n]*another emulator is using it[^\n]*\n$/,
  )
  writeFileSync(join(folder, 'text'), 'this is a text '.repeat(100))
  await expect(start('--state', join(folder, 'text'))).rejects.toThrow(
    /^emulate ended with 2: [^\n]*is no file that[^\n]*\n$/,
  )
})
