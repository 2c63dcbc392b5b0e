/** An emulator process that is killed repeatedly under load loses nothing that a response has confirmed. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { startEmulatorProcess } from '../../test/fixtures/emulator-process.ts'
import { temporaryFolder, writeFile } from '../../test/fixtures/files.ts'
import type { NodeProcess } from '../../test/fixtures/processes.ts'
import { ApiClient, statusWhenIdle } from '../testing/api-client.ts'
import { at } from '../testing/driver.ts'
import { type Expectation, Workload } from './workload.fixture.ts'

const rounds = 12
const workloadsPerRound = 4

const folder = temporaryFolder()
// Slow enough that servers, volumes and deletions are in progress whenever the emulator is killed.
const timing = writeFile(folder, 'timing.json', { create: 60, delete: 40, stop: 50, attach: 30 })

const processes = new Set<NodeProcess>()
afterAll(() => {
  for (const process of processes) process.kill('SIGKILL')
})

async function start(...options: readonly string[]) {
  const { process, config } = await startEmulatorProcess('--timing', timing, ...options)
  processes.add(process)
  const kill = async () => {
    process.kill('SIGKILL')
    await process.exited
  }
  return { client: new ApiClient(config), kill }
}

async function list(client: ApiClient, path: string, member: string) {
  const items: unknown = at((await client.expect(200, 'GET', path)).body, member)
  if (!Array.isArray(items)) throw new Error(`${path} returned no list`)
  return items
}

/** Finds contradictions between servers, ports and volumes. */
async function inconsistencies(client: ApiClient): Promise<string[]> {
  const servers = await list(client, '~/servers/detail', 'servers')
  const ports = await list(client, `${client.config.services.network}/v2.0/ports`, 'ports')
  const volumes = await list(client, `${client.volumes}/detail`, 'volumes')
  const addresses = ports.map((port) => `${at(port, 'network_id')} ${at(port, 'fixed_ips.0.ip_address')}`)
  const serverIds = new Set(servers.map(({ id }) => id))
  const isMissing = (serverId: unknown) => serverId !== undefined && serverId !== '' && !serverIds.has(serverId)
  return [
    ...(new Set(addresses).size < addresses.length ? ['two ports have the same address'] : []),
    ...servers
      .filter((server) => server.status === 'ACTIVE' && Object.keys(server.addresses).length === 0)
      .map(({ id }) => `server ${id} is ACTIVE without an address`),
    ...ports.filter((port) => isMissing(at(port, 'device_id'))).map(({ id }) => `the server of port ${id} is missing`),
    ...volumes
      .filter((volume) => isMissing(at(volume, 'attachments.0.server_id')))
      .map(({ id }) => `the server of volume ${id} is missing`),
  ]
}

async function brokenExpectations(expectations: Iterable<Expectation>, client: ApiClient): Promise<string[]> {
  const broken: string[] = []
  for (const { description, holds } of expectations) if (!(await holds(client))) broken.push(description)
  return broken
}

/** Expects that no server stays in a transition. */
async function expectServersToSettle(client: ApiClient): Promise<void> {
  for (const { id } of await list(client, '~/servers', 'servers')) {
    const { status } = await client.send('GET', `~/servers/${id}`)
    // A server whose deletion was in progress may be gone by now.
    if (status === 200) expect(['ACTIVE', 'SHUTOFF']).toContain(await statusWhenIdle(client, id).catch(() => 'ACTIVE'))
  }
}

test(`loses no confirmed change when it is killed ${rounds} times`, { timeout: 300_000 }, async () => {
  const state = join(folder, 'state.db')
  const expectations: Expectation[] = []
  let emulator = await start('--state', state)
  for (let round = 1; round <= rounds; round++) {
    const killed = emulator
    const workloads = Array.from({ length: workloadsPerRound }, (_, index) => new Workload(`r${round}w${index}`))
    const runs = workloads.map((workload) => workload.run(killed.client).catch((error: unknown) => error))
    await sleep(200 + Math.random() * 800)
    await killed.kill()
    // Every run ends with the broken connection; an unexpected status would be an Error of another type.
    for (const error of await Promise.all(runs)) expect(error).toBeInstanceOf(TypeError)

    emulator = await start('--state', state)
    const { client } = emulator
    const added = workloads.flatMap((workload) => [...workload.expectations.values()])
    expectations.push(...added)
    expect(await brokenExpectations(added, client)).toEqual([])
    await expectServersToSettle(client)
    expect(await inconsistencies(client)).toEqual([])
  }
  // The changes of the first rounds still hold after all later ones.
  await emulator.kill()
  const last = await start('--state', state)
  expect(await brokenExpectations(expectations, last.client)).toEqual([])
  expect(expectations.length).toBeGreaterThan(rounds * 10)
})

test('ends the command with one line for a file that is in use or not a state file', { timeout: 60_000 }, async () => {
  const state = join(folder, 'used.db')
  await start('--state', state)
  await expect(start('--state', state)).rejects.toThrow(
    /^emulate exited with 2: [^\n]*is in use by another emulator[^\n]*\n$/,
  )
  const text = writeFile(folder, 'text', 'this is a text '.repeat(100))
  await expect(start('--state', text)).rejects.toThrow(
    /^emulate exited with 2: [^\n]*is not an SQLite database[^\n]*\n$/,
  )
})
