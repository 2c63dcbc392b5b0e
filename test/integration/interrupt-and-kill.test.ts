/** Runs that are ended in the middle: nothing of theirs stays, and nothing else goes. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { packageRoot } from '#contract'
import type { EmulatorConfig } from '#emulator'
import { resolvePointer } from '#harness/core'
import { command, newFolder, type Started, start } from './process.fixture.ts'

const folder = newFolder()
const ready = join(folder, 'ready.json')
let emulator: Started
let config: EmulatorConfig

const ask = async (url: string, init: { method?: string; body?: unknown } = {}): Promise<unknown> => {
  const response = await fetch(url, {
    method: init.method ?? 'GET',
    headers: { 'x-auth-token': config.auth.token, 'content-type': 'application/json' },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  })
  return response.json()
}

/** Name, id and state of everything the tenant has. */
async function inventory(): Promise<readonly string[]> {
  const { target, services } = config
  const compute = `${target.url}/v2/${target.tenant}`
  const lists = [
    ['servers', `${compute}/servers/detail`],
    ['keypairs', `${compute}/os-keypairs`],
    ['images', `${services.image}/v2/images`],
    ['volumes', `${services.blockStorage}/volumes/detail`],
    ['ports', `${services.network}/v2.0/ports`],
  ] as const
  const all = lists.map(async ([kind, url]) => {
    const elements = resolvePointer(await ask(url), `answer/${kind}`)
    if (!Array.isArray(elements)) throw new TypeError(`${url} gives no list`)
    return elements.map((element: unknown) => {
      const one = resolvePointer(element, 'element/keypair') ?? element
      return [kind, ...['name', 'id', 'status'].map((member) => resolvePointer(one, `one/${member}`) ?? '')].join(' ')
    })
  })
  return (await Promise.all(all)).flat().sort()
}

let before: readonly string[]

beforeAll(async () => {
  emulator = start('emulate', '--timing', 'realistic', '--ready-file', ready)
  while (!existsSync(ready)) await sleep(50)
  config = JSON.parse(readFileSync(ready, 'utf8'))
  const compute = `${config.target.url}/v2/${config.target.tenant}`
  for (const name of ['theirs', 'my-conformance-key'])
    await ask(`${compute}/os-keypairs`, { method: 'POST', body: { keypair: { name } } })
  const port = { name: 'their port', network_id: config.resources.network }
  await ask(`${config.services.network}/v2.0/ports`, { method: 'POST', body: { port } })
  before = await inventory()
  expect(before).toHaveLength(8)
})
afterAll(async () => {
  emulator.kill('SIGTERM')
  await emulator.ended
})

afterEach(async () => {
  const after = await inventory()
  expect(after.filter((line) => line.split(' ')[1]?.startsWith('conformance-'))).toEqual([])
  expect(after).toEqual(before)
})

const begin = (out: string): Started =>
  start('run', '--config', ready, '--out', join(folder, out), '--report', 'json', '--timeout-scale', '0.2')

/** Waits until a run has servers. */
async function underWay(): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    if ((await inventory()).some((line) => line.startsWith('servers conformance-'))) return
    await sleep(100)
  }
  throw new Error('The run makes no servers.')
}

test('SIGKILL at three moments, each followed by cleanup', async () => {
  const script = join(packageRoot, 'scripts', 'crash-test.mjs')
  const args = [
    '--config',
    ready,
    '--times',
    '3',
    '--foreign',
    '5',
    '--from',
    '1.2',
    '--to',
    '7',
    '--timeout-scale',
    '0.2',
  ]
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args, '--seed', '2'])
  expect(stdout).toMatch(/3 of 3 rounds passed: nothing left/)
  expect(stdout.match(/run SIGKILL/g)).toHaveLength(3)
  expect(stdout).toMatch(/alive: [1-9]\d* servers, [1-9]/)
}, 120_000)

test('SIGINT: the run cleans up by itself and exits with 130', async () => {
  const run = begin('interrupted')
  await underWay()
  run.kill('SIGINT')
  const { code, err } = await run.ended
  expect(code).toBe(130)
  expect(err).toContain('SIGINT: finishing and deleting what was created; repeat to exit immediately.')
  expect(readdirSync(join(folder, 'interrupted'))).toEqual(['report.json'])
  const report = JSON.parse(readFileSync(join(folder, 'interrupted', 'report.json'), 'utf8'))
  expect(report.resources.leaked).toEqual([])
  expect(report.errors).toContain('The run was interrupted before all tests had finished.')
}, 120_000)

test('SIGTERM before the tests have started: no test starts', async () => {
  const run = begin('early')
  const out = join(folder, 'early')
  while (!existsSync(out)) await sleep(5)
  run.kill('SIGTERM')
  expect((await run.ended).code).toBe(143)
  expect(readdirSync(out).filter((name) => name.startsWith('journal'))).toEqual([])
}, 60_000)

test('a second SIGINT exits immediately and prints the command that cleans up', async () => {
  const run = begin('twice')
  await underWay()
  run.kill('SIGINT')
  await sleep(150)
  const began = Date.now()
  run.kill('SIGINT')
  const { code, err } = await run.ended
  expect(code).toBe(130)
  expect(Date.now() - began).toBeLessThan(3_000)
  const [, line = ''] = /To delete what is left: compute-conformance (cleanup .*)/.exec(err) ?? []
  const cleared = await command(...line.split(' '), '--timeout-scale', '0.2')
  expect(cleared).toMatchObject({ code: 0, out: expect.stringMatching(/deleted, nothing is left\.\n$/) })
}, 120_000)
