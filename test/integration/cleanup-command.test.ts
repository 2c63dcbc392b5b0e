/** `cleanup` after a run that could not clean up by itself. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RunningEmulator, startEmulator } from '#emulator'
import { thisProcess } from '#engine/journal'
import { ApiClient, statusWhenIdle } from '../../emulator/testing/api-client.ts'
import { textAt } from '../../emulator/testing/driver.ts'
import { execCli } from '../fixtures/exec-cli.ts'
import { temporaryFolder, writeFile } from '../fixtures/files.ts'

const runId = 'a1b2c3d4'
const prefix = `conformance-${runId}-`

let emulator: RunningEmulator
let client: ApiClient
let config: string
let out: string

beforeAll(async () => {
  emulator = await startEmulator()
  client = new ApiClient(emulator.config)
  config = writeFile(temporaryFolder(), 'target.json', emulator.config)
})
afterAll(() => emulator.close())
beforeEach(() => {
  out = temporaryFolder()
})

const computeUrl = (): string => `${emulator.url}/v2/${emulator.config.target.tenant}`

async function createServer(name: string): Promise<string> {
  const { image, localFlavor, network } = emulator.config.resources
  const server = { name, imageRef: image, flavorRef: localFlavor, networks: [{ uuid: network }] }
  return textAt((await client.expect(202, 'POST', '~/servers', { server })).body, 'server.id')
}

const createKeypair = (name: string) => client.expect(200, 'POST', '~/os-keypairs', { keypair: { name } })
const act = (id: string, action: object) => client.expect(202, 'POST', `~/servers/${id}/action`, action)
const responseStatus = async (path: string) => (await client.send('GET', path)).status

const runEntry = (properties: object = {}) => ({
  at: 1,
  event: 'run',
  run: runId,
  computeUrl: `${emulator.url}/v2`,
  tenant: emulator.config.target.tenant,
  embedded: false,
  ...properties,
})
const createdEntry = (id: string, name: string) => ({
  at: 1,
  event: 'created',
  kind: 'server',
  ref: 1,
  id,
  url: `${computeUrl()}/servers/${id}`,
  name,
})
const writeJournal = (...entries: readonly object[]): string =>
  writeFile(out, `journal-${runId}.jsonl`, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))

const cleanup = (...args: readonly string[]) => execCli('cleanup', '--out', out, ...args)

describe('a cleanup that has nothing to start from is wrong usage', () => {
  const expectUsageError = ({ code, stdout, stderr }: Awaited<ReturnType<typeof cleanup>>, message: string) => {
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.split('\n')[0]).toBe(`compute-conformance: ${message}`)
  }

  test('in a folder without a journal', async () => {
    expectUsageError(await cleanup(), `no journal of a run in ${out}`)
  })

  test('in a folder that does not exist', async () => {
    const missing = join(out, 'reprot')
    expectUsageError(await execCli('cleanup', '--out', missing), `no such folder: ${missing}`)
  })

  test('with a configuration that does not exist', async () => {
    expectUsageError(await cleanup('--config', 'absent.yaml'), 'absent.yaml: no such file')
  })

  test.each([[[]], [['--dry-run']]])('for a run that nothing knows %j', async (options) => {
    expectUsageError(
      await cleanup('--config', config, '--run', 'ffff0000', ...options),
      `unknown run ffff0000: ${out} has no journal of it, and the target has nothing with its name`,
    )
  })
})

describe('resources of a run, with and without an entry in the journal,', () => {
  test('are left alone while the run is in progress', async () => {
    const id = await createServer(`${prefix}a`)
    const { startTime: _, ...own } = thisProcess()
    // The command line is a child of this process.
    const journal = writeJournal(runEntry({ process: own }), createdEntry(id, `${prefix}a`))
    const note = `Run ${runId} is in progress (process ${process.pid}): nothing of it was deleted.\n`
    expect(await cleanup('--config', config)).toEqual({ code: 1, stdout: note, stderr: '' })
    expect(await responseStatus(`~/servers/${id}`)).toBe(200)

    writeFileSync(journal, `${JSON.stringify({ at: 2, event: 'end', run: runId })}\n`, { flag: 'a' })
    expect((await cleanup('--config', config)).code).toBe(0)
    expect(await responseStatus(`~/servers/${id}`)).toBe(404)
  })

  test('are deleted together with the journal; other resources stay', async () => {
    const foreignId = await createServer(`their-${prefix}a`)
    const id = await createServer(`${prefix}a`)
    await createKeypair(`${prefix}key`)
    const intent = { at: 1, event: 'intent', kind: 'server', ref: 1, name: `${prefix}a` }
    const journal = writeJournal(runEntry(), intent, createdEntry(id, `${prefix}a`))

    const preview = await cleanup('--config', config, '--dry-run')
    expect(preview).toEqual({
      code: 1,
      stderr: '',
      stdout: `would delete server ${prefix}a (${id})\nwould delete keypair ${prefix}key (${prefix}key)\n`,
    })
    expect(await responseStatus(`~/servers/${id}`)).toBe(200)
    expect(existsSync(journal)).toBe(true)

    const { code, stdout } = await cleanup('--config', config)
    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.slice(0, 2).toSorted()).toEqual([
      `deleted keypair ${prefix}key (${prefix}key)`,
      `deleted server ${prefix}a (${id})`,
    ])
    expect(lines.slice(2)).toEqual([`Run ${runId}: 2 deleted, nothing is left.`])
    expect(await responseStatus(`~/servers/${id}`)).toBe(404)
    expect(await responseStatus(`~/servers/${foreignId}`)).toBe(200)
    expect(existsSync(journal)).toBe(false)
    expect((await cleanup()).stderr).toMatch(/no journal of a run/)
  })

  test('are found by the id of the run when its journal is lost', async () => {
    const id = await createServer(`${prefix}b`)
    await createKeypair('conformance-ffffffff-key')
    const { code, stdout } = await cleanup('--config', config, '--run', runId)
    expect(code).toBe(0)
    expect(stdout).toContain(`deleted server ${prefix}b (${id})`)
    expect(await responseStatus('~/os-keypairs/conformance-ffffffff-key')).toBe(200)
    expect(existsSync(join(out, `journal-${runId}.jsonl`))).toBe(false)
  })

  test('that cannot be deleted are printed with a command, and stay in the journal', async () => {
    const id = await createServer(`${prefix}c`)
    expect(await statusWhenIdle(client, id)).toBe('ACTIVE')
    await act(id, { lock: null })
    const journal = writeJournal(runEntry(), createdEntry(id, `${prefix}c`))
    const locked = await cleanup('--config', config, '--timeout-scale', '0.005')
    expect(locked.code).toBe(1)
    expect(locked.stdout).toContain(`not deleted: server ${prefix}c (${id}): DELETE returned 409\n`)
    expect(locked.stdout).toContain(
      `  curl -sS -i -X DELETE -H "X-Auth-Token: $OS_TOKEN" '${computeUrl()}/servers/${id}'\n`,
    )
    expect(existsSync(journal)).toBe(true)
    await act(id, { unlock: null })
    expect((await cleanup('--config', config)).code).toBe(0)
    expect(await responseStatus(`~/servers/${id}`)).toBe(404)
  })
})

describe('the target of a run', () => {
  test('is not needed when it was the embedded emulator, which left nothing', async () => {
    const journal = writeJournal(runEntry({ embedded: true }), createdEntry('x', `${prefix}x`))
    expect(await cleanup()).toEqual({
      code: 0,
      stdout: `Run ${runId} used the embedded emulator, which ended with it: nothing is left.\n`,
      stderr: '',
    })
    expect(existsSync(journal)).toBe(false)
  })

  test('has the same tenant, or nothing is deleted', async () => {
    const id = await createServer(`${prefix}d`)
    writeJournal(runEntry({ tenant: 'another' }), createdEntry(id, `${prefix}d`))
    const { code, stdout } = await cleanup('--config', config)
    expect(code).toBe(1)
    expect(stdout).toMatch(/was against .*\/another, not .*: nothing was deleted\./)
    expect(await responseStatus(`~/servers/${id}`)).toBe(200)
  })

  test('is named by the message when no target is given', async () => {
    writeJournal(runEntry())
    const { code, stderr } = await cleanup()
    expect(code).toBe(2)
    expect(stderr).toBe(
      `compute-conformance: no target given: use --target, --config or --os-cloud as for the run\n` +
        `compute-conformance: The target of run ${runId} was ${computeUrl()}.\n`,
    )
  })

  test('has to respond, or the exit code is 3 and the journal stays', async () => {
    const journal = writeJournal(runEntry())
    const target = { ...emulator.config.target, url: 'http://127.0.0.1:9' }
    const unreachable = writeFile(out, 'unreachable.json', { target, auth: emulator.config.auth })
    const { code, stderr } = await cleanup('--config', unreachable)
    expect(code).toBe(3)
    expect(stderr).toContain('127.0.0.1:9')
    expect(existsSync(journal)).toBe(true)
  })
})

test('an invalid run id is rejected', async () => {
  const { code, stderr } = await cleanup('--config', config, '--run', '*')
  expect(code).toBe(2)
  expect(stderr).toContain('expected the id of a run, such as 3f9c01ab.')
})
