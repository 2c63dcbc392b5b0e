/** `cleanup` as its users call it: after a run that could not clear up by itself. */
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

test('there is nothing to do without a journal, and nobody is asked', async () => {
  expect(await cleanup()).toEqual({ code: 0, out: `Nothing to do: there is no journal in ${out}.\n`, err: '' })
})

test('a folder that is not there is told of, for it may be mistyped', async () => {
  const missing = join(out, 'reprot')
  const { code, out: told } = await command('cleanup', '--out', missing)
  expect([code, told]).toEqual([0, `Nothing to do: there is no folder ${missing}.\n`])
})

describe('what the journal knows and what it does not', () => {
  test('goes, and the journal with it; what is not of the run stays', async () => {
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
      out: `would remove server ${prefix}a (${id})\nwould remove keypair ${prefix}key (${prefix}key)\n`,
    })
    expect((await ask('GET', `/servers/${id}`)).status).toBe(200)
    expect(existsSync(path)).toBe(true)

    const { code, out: told } = await cleanup('--config', config)
    expect(code).toBe(0)
    expect(told.split('\n')).toEqual([
      `removed server ${prefix}a (${id})`,
      `removed keypair ${prefix}key (${prefix}key)`,
      `Run ${runId}: 2 removed, nothing is left.`,
      '',
    ])
    expect((await ask('GET', `/servers/${id}`)).status).toBe(404)
    expect((await ask('GET', `/servers/${foreign}`)).status).toBe(200)
    expect(existsSync(path)).toBe(false)
    expect((await cleanup()).out).toMatch(/^Nothing to do/)
  })

  test('a lost journal: the run is found by its id', async () => {
    const id = await createServer(`${prefix}b`)
    await createKeypair('conformance-ffffffff-key')
    const { code, out: told } = await cleanup('--config', config, '--run', runId)
    expect(code).toBe(0)
    expect(told).toContain(`removed server ${prefix}b (${id})`)
    expect((await ask('GET', '/os-keypairs/conformance-ffffffff-key')).status).toBe(200)
    expect(existsSync(join(out, `journal-${runId}.jsonl`))).toBe(false)
  })

  test('what cannot be removed is told with the line that does, and kept in the journal', async () => {
    const id = await createServer(`${prefix}c`)
    while ((await statusOf(id)) !== 'ACTIVE') await new Promise((resolve) => setTimeout(resolve, 10))
    await ask('POST', `/servers/${id}/action`, { lock: null })
    const path = journal(opening(), created(id, `${prefix}c`))
    const locked = await cleanup('--config', config, '--timeout-scale', '0.005')
    expect(locked.code).toBe(1)
    expect(locked.out).toContain(`left server ${prefix}c (${id}): DELETE answered 409\n`)
    expect(locked.out).toContain(`  curl -sS -i -X DELETE -H "X-Auth-Token: $OS_TOKEN" '${compute()}/servers/${id}'\n`)
    expect(existsSync(path)).toBe(true)
    await ask('POST', `/servers/${id}/action`, { unlock: null })
    expect((await cleanup('--config', config)).code).toBe(0)
    expect((await ask('GET', `/servers/${id}`)).status).toBe(404)
  })
})

describe('the wrong place', () => {
  test('a run against the embedded emulator has left nothing, whatever its journal says', async () => {
    const path = journal(opening({ embedded: true }), created('x', `${prefix}x`))
    expect(await cleanup()).toEqual({
      code: 0,
      out: `Run ${runId} was of the embedded emulator, which ended with it: nothing is left.\n`,
      err: '',
    })
    expect(existsSync(path)).toBe(false)
  })

  test('a run of another tenant is left alone', async () => {
    const id = await createServer(`${prefix}d`)
    journal(opening({ tenant: 'another' }), created(id, `${prefix}d`))
    const { code, out: told } = await cleanup('--config', config)
    expect(code).toBe(1)
    expect(told).toMatch(/was of .*\/another, not of .*: left alone\./)
    expect((await ask('GET', `/servers/${id}`)).status).toBe(200)
  })

  test('without a target one is asked for, and the journal says which it was', async () => {
    journal(opening())
    const { code, err } = await cleanup()
    expect(code).toBe(2)
    expect(err).toBe(
      `compute-conformance: which target? Give --target, --config or --os-cloud, as for the run\n` +
        `compute-conformance: Run ${runId} was of ${compute()}.\n`,
    )
  })

  test('a target that does not answer is no judgement, and the journal stays', async () => {
    const path = journal(opening())
    const nowhere = { target: { ...emulator.config.target, url: 'http://127.0.0.1:9' }, auth: emulator.config.auth }
    const { code, err } = await cleanup('--config', write(out, 'nowhere.json', nowhere))
    expect(code).toBe(3)
    expect(err).toContain('127.0.0.1:9')
    expect(existsSync(path)).toBe(true)
  })

  test('what cannot be the id of a run is refused', async () => {
    const { code, err } = await cleanup('--config', config, '--run', '*')
    expect(code).toBe(2)
    expect(err).toContain('expected the id of a run, such as 3f9c01ab.')
  })
})
