/** `cleanup` as a process, after a run that could not clean up by itself. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RunningEmulator, startEmulator } from '#emulator'
import { resolvePointer } from '#harness/core'
import { command, newFolder, write } from './process.fixture.ts'

const runId = 'a1b2c3d4'
const prefix = `conformance-${runId}-`

let emulator: RunningEmulator
let config: string
let out: string

beforeAll(async () => {
  emulator = await startEmulator()
  config = write(newFolder(), 'target.json', emulator.config)
})
afterAll(() => emulator.close())
beforeEach(() => {
  out = newFolder()
})

const compute = (): string => `${emulator.url}/v2/${emulator.config.target.tenant}`

async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${compute()}${path}`, {
    method,
    headers: { 'x-auth-token': emulator.config.auth.token, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, json: text.startsWith('{') ? JSON.parse(text) : undefined }
}

async function createServer(name: string): Promise<string> {
  const { image, localFlavor, network } = emulator.config.resources
  const server = { name, imageRef: image, flavorRef: localFlavor, networks: [{ uuid: network }] }
  const { json } = await ask('POST', '/servers', { server })
  return String(resolvePointer(json, 'answer/server/id'))
}

const statusOf = async (id: string) => resolvePointer((await ask('GET', `/servers/${id}`)).json, 'answer/server/status')

const createKeypair = (name: string) => ask('POST', '/os-keypairs', { keypair: { name } })

const opening = (more: object = {}) => ({
  at: 1,
  event: 'run',
  run: runId,
  computeUrl: `${emulator.url}/v2`,
  tenant: emulator.config.target.tenant,
  embedded: false,
  ...more,
})
const journal = (...lines: readonly object[]): string =>
  write(out, `journal-${runId}.jsonl`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
const created = (id: string, name: string) => ({
  at: 1,
  event: 'created',
  kind: 'server',
  ref: 1,
  id,
  url: `${compute()}/servers/${id}`,
  name,
})

const cleanup = (...args: readonly string[]) => command('cleanup', '--out', out, ...args)

test('without a journal there is nothing to do and no target is needed', async () => {
  expect(await cleanup()).toEqual({ code: 0, out: `Nothing to do: no journal in ${out}.\n`, err: '' })
})

test('a missing folder is reported, since its name may be misspelt', async () => {
  const missing = join(out, 'reprot')
  const { code, out: output } = await command('cleanup', '--out', missing)
  expect([code, output]).toEqual([0, `Nothing to do: no such folder: ${missing}.\n`])
})

describe('resources of a run, with and without an entry in the journal', () => {
  test('are deleted together with the journal; other resources stay', async () => {
    const foreign = await createServer(`their-${prefix}a`)
    const id = await createServer(`${prefix}a`)
    await createKeypair(`${prefix}key`)
    const path = journal(
      opening(),
      { at: 1, event: 'intent', kind: 'server', ref: 1, name: `${prefix}a` },
      created(id, `${prefix}a`),
    )

    const preview = await cleanup('--config', config, '--dry-run')
    expect(preview).toEqual({
      code: 1,
      err: '',
      out: `would delete server ${prefix}a (${id})\nwould delete keypair ${prefix}key (${prefix}key)\n`,
    })
    expect((await ask('GET', `/servers/${id}`)).status).toBe(200)
    expect(existsSync(path)).toBe(true)

    const { code, out: output } = await cleanup('--config', config)
    expect(code).toBe(0)
    expect(output.split('\n')).toEqual([
      `deleted server ${prefix}a (${id})`,
      `deleted keypair ${prefix}key (${prefix}key)`,
      `Run ${runId}: 2 deleted, nothing is left.`,
      '',
    ])
    expect((await ask('GET', `/servers/${id}`)).status).toBe(404)
    expect((await ask('GET', `/servers/${foreign}`)).status).toBe(200)
    expect(existsSync(path)).toBe(false)
    expect((await cleanup()).out).toMatch(/^Nothing to do/)
  })

  test('are found by the id of the run when its journal is lost', async () => {
    const id = await createServer(`${prefix}b`)
    await createKeypair('conformance-ffffffff-key')
    const { code, out: output } = await cleanup('--config', config, '--run', runId)
    expect(code).toBe(0)
    expect(output).toContain(`deleted server ${prefix}b (${id})`)
    expect((await ask('GET', '/os-keypairs/conformance-ffffffff-key')).status).toBe(200)
    expect(existsSync(join(out, `journal-${runId}.jsonl`))).toBe(false)
  })

  test('that cannot be deleted are printed with a command, and stay in the journal', async () => {
    const id = await createServer(`${prefix}c`)
    while ((await statusOf(id)) !== 'ACTIVE') await new Promise((resolve) => setTimeout(resolve, 10))
    await ask('POST', `/servers/${id}/action`, { lock: null })
    const path = journal(opening(), created(id, `${prefix}c`))
    const locked = await cleanup('--config', config, '--timeout-scale', '0.005')
    expect(locked.code).toBe(1)
    expect(locked.out).toContain(`not deleted: server ${prefix}c (${id}): DELETE returned 409\n`)
    expect(locked.out).toContain(`  curl -sS -i -X DELETE -H "X-Auth-Token: $OS_TOKEN" '${compute()}/servers/${id}'\n`)
    expect(existsSync(path)).toBe(true)
    await ask('POST', `/servers/${id}/action`, { unlock: null })
    expect((await cleanup('--config', config)).code).toBe(0)
    expect((await ask('GET', `/servers/${id}`)).status).toBe(404)
  })
})

describe('the wrong target', () => {
  test('a run against the embedded emulator left nothing, whatever its journal says', async () => {
    const path = journal(opening({ embedded: true }), created('x', `${prefix}x`))
    expect(await cleanup()).toEqual({
      code: 0,
      out: `Run ${runId} used the embedded emulator, which ended with it: nothing is left.\n`,
      err: '',
    })
    expect(existsSync(path)).toBe(false)
  })

  test('nothing is deleted for a run of another tenant', async () => {
    const id = await createServer(`${prefix}d`)
    journal(opening({ tenant: 'another' }), created(id, `${prefix}d`))
    const { code, out: output } = await cleanup('--config', config)
    expect(code).toBe(1)
    expect(output).toMatch(/was against .*\/another, not .*: nothing was deleted\./)
    expect((await ask('GET', `/servers/${id}`)).status).toBe(200)
  })

  test('without a target the message names that of the journal', async () => {
    journal(opening())
    const { code, err } = await cleanup()
    expect(code).toBe(2)
    expect(err).toBe(
      `compute-conformance: no target given: use --target, --config or --os-cloud as for the run\n` +
        `compute-conformance: The target of run ${runId} was ${compute()}.\n`,
    )
  })

  test('a target that does not respond gives exit code 3, and the journal stays', async () => {
    const path = journal(opening())
    const nowhere = { target: { ...emulator.config.target, url: 'http://127.0.0.1:9' }, auth: emulator.config.auth }
    const { code, err } = await cleanup('--config', write(out, 'nowhere.json', nowhere))
    expect(code).toBe(3)
    expect(err).toContain('127.0.0.1:9')
    expect(existsSync(path)).toBe(true)
  })

  test('an invalid run id is rejected', async () => {
    const { code, err } = await cleanup('--config', config, '--run', '*')
    expect(code).toBe(2)
    expect(err).toContain('expected the id of a run, such as 3f9c01ab.')
  })
})
