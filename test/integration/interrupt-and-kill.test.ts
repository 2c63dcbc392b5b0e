/** Runs that end early: their resources are deleted, and nothing else is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { packageRoot } from '#contract'
import { ApiClient, pollUntil } from '../../emulator/testing/api-client.ts'
import { at } from '../../emulator/testing/driver.ts'
import { type EmulatorProcess, startEmulatorProcess } from '../fixtures/emulator-process.ts'
import { execCli } from '../fixtures/exec-cli.ts'
import { temporaryFolder } from '../fixtures/files.ts'
import { execNode, type NodeProcess, spawnCli } from '../fixtures/processes.ts'

const folder = temporaryFolder()
let emulator: EmulatorProcess
let client: ApiClient
let inventoryBefore: readonly string[]

/** Returns kind, name, id and status of everything that the tenant has. */
async function inventory(): Promise<readonly string[]> {
  const { services } = emulator.config
  const collections = [
    ['servers', '~/servers/detail'],
    ['keypairs', '~/os-keypairs'],
    ['images', `${services.image}/v2/images`],
    ['volumes', `${services.blockStorage}/volumes/detail`],
    ['ports', `${services.network}/v2.0/ports`],
  ] as const
  const lines = collections.map(async ([kind, path]) => {
    const resources = at((await client.expect(200, 'GET', path)).body, kind)
    if (!Array.isArray(resources)) throw new TypeError(`${path} returned no list.`)
    return resources.map((listed: unknown) => {
      const resource = at(listed, 'keypair') ?? listed
      return [kind, ...['name', 'id', 'status'].map((key) => at(resource, key) ?? '')].join(' ')
    })
  })
  return (await Promise.all(lines)).flat().sort()
}

beforeAll(async () => {
  emulator = await startEmulatorProcess('--timing', 'realistic')
  client = new ApiClient(emulator.config)
  const { resources, services } = emulator.config
  for (const name of ['theirs', 'my-conformance-key'])
    await client.expect(200, 'POST', '~/os-keypairs', { keypair: { name } })
  const port = { name: 'their port', network_id: resources.network }
  await client.expect(201, 'POST', `${services.network}/v2.0/ports`, { port })
  inventoryBefore = await inventory()
  expect(inventoryBefore).toHaveLength(9)
})
afterAll(async () => {
  emulator.process.kill('SIGTERM')
  await emulator.process.exited
})

afterEach(async () => {
  const inventoryAfter = await inventory()
  expect(inventoryAfter.filter((line) => line.split(' ')[1]?.startsWith('conformance-'))).toEqual([])
  expect(inventoryAfter).toEqual(inventoryBefore)
})

const startRun = (out: string, ...options: readonly string[]): NodeProcess =>
  spawnCli([
    ...['run', '--config', emulator.configFile, '--out', join(folder, out)],
    ...['--report', 'json', '--timeout-scale', '0.2', ...options],
  ])

const untilServerExists = (): Promise<void> =>
  pollUntil(async () => (await inventory()).some((line) => line.startsWith('servers conformance-')), 30_000)

test('SIGKILL at three moments, each followed by cleanup', async () => {
  const script = join(packageRoot, 'scripts', 'crash-test.mjs')
  const { code, stdout } = await execNode([
    ...[script, '--config', emulator.configFile, '--times', '3', '--foreign', '5', '--seed', '2'],
    ...['--since', 'server', '--from', '0', '--to', '12', '--timeout-scale', '0.2'],
  ])
  expect(code).toBe(0)
  expect(stdout).toMatch(/3 of 3 rounds passed: nothing left/)
  expect(stdout.match(/run SIGKILL/g)).toHaveLength(3)
  expect(stdout).toMatch(/alive: [1-9]\d* servers, [1-9]/)
})

test('SIGINT: the run cleans up by itself and exits with 130', async () => {
  const run = startRun('interrupted')
  await untilServerExists()
  run.kill('SIGINT')
  // `npx` passes on the signal that the terminal has sent to both.
  await sleep(20)
  run.kill('SIGINT')
  const { code, stderr } = await run.exited
  expect(code).toBe(130)
  expect(stderr).toContain('SIGINT: finishing and deleting what was created; repeat to exit immediately.')
  expect(readdirSync(join(folder, 'interrupted'))).toEqual(['report.json'])
  const report = JSON.parse(readFileSync(join(folder, 'interrupted', 'report.json'), 'utf8'))
  expect(report.resources.leaked).toEqual([])
  expect(report.errors).toContain('The run was interrupted before all tests had finished.')
  expect(report.verdict).toBe('inconclusive')
  const reasons = report.requirements.map(({ reason }: { reason?: string }) => reason)
  expect(reasons).toContain('The run was interrupted before this was tested.')
})

test('SIGINT while a run is repeated: no further servers are created', async () => {
  const run = startRun('repeated', '--repeat', '2')
  await untilServerExists()
  run.kill('SIGINT')
  expect((await run.exited).code).toBe(130)
  const report = JSON.parse(readFileSync(join(folder, 'repeated', 'report.json'), 'utf8'))
  expect(report.resources.leaked).toEqual([])
  // Those of the first tests, as many as exist at once.
  expect(report.resources.created.servers).toBeLessThanOrEqual(4)
})

test.for([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s before the tests have started: no test starts', async ([signal, code]) => {
  const run = startRun(signal)
  const out = join(folder, signal)
  while (!existsSync(out)) await sleep(5)
  run.kill(signal)
  expect((await run.exited).code).toBe(code)
  expect(readdirSync(out).filter((name) => name.startsWith('journal'))).toEqual([])
})

test('a second SIGINT exits immediately and prints the command that cleans up', async () => {
  const run = startRun('twice')
  await untilServerExists()
  run.kill('SIGINT')
  await sleep(600)
  const secondSignalAt = Date.now()
  run.kill('SIGINT')
  const { code, stderr } = await run.exited
  expect(code).toBe(130)
  expect(Date.now() - secondSignalAt).toBeLessThan(3_000)
  const [, command = ''] = /To delete what is left: compute-conformance (cleanup .*)/.exec(stderr) ?? []
  const cleanup = await execCli(...command.split(' '), '--timeout-scale', '0.2')
  expect(cleanup).toMatchObject({ code: 0, stdout: expect.stringMatching(/deleted, nothing is left\.\n$/) })
})
