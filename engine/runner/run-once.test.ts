import { appendFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import { type RunRequest, runOnce } from './run-once.ts'

const noTests = { testResults: [], errors: [] }

/** Returns the request for a run against a target that the runner takes for an emulator in another process. */
async function request(changes: Partial<RunRequest>): Promise<RunRequest> {
  const emulator = await startEmulator()
  const folder = mkdtempSync(join(tmpdir(), 'run-once-'))
  onTestFinished(() => emulator.close())
  writeFileSync(join(folder, 'config.json'), JSON.stringify(emulator.config))
  return {
    target: { config: 'config.json' },
    environment: { env: {}, cwd: folder },
    journalFolder: folder,
    runSuites: async () => noTests,
    ...changes,
  }
}

const journalsIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('journal-'))

test('resolves the target, runs the suites with an open journal, cleans up and reports', async () => {
  const events: string[] = []
  const run = await request({
    listeners: {
      onResolved: ({ profile }) => events.push(`resolved ${profile}`),
      onCollected: (tests) => events.push(`${tests} tests`),
      onCleanup: ({ leftovers }) => events.push(`${leftovers.length} leftovers`),
    },
    runSuites: async ({ settings, shard, onCollected }) => {
      expect(JSON.parse(readFileSync(settings.journal, 'utf8'))).toMatchObject({ event: 'run', embedded: false })
      expect(shard).toEqual({ index: 1, count: 1 })
      onCollected(3)
      return { ...noTests, errors: ['a module failed to load'] }
    },
  })
  const report = await runOnce(run)
  expect(events).toEqual(['resolved toast', '3 tests', '0 leftovers'])
  expect(report.errors).toEqual(['a module failed to load'])
  expect(journalsIn(run.journalFolder)).toEqual([])
})

test('keeps the journal when a resource could not be deleted', async () => {
  const run = await request({
    runSuites: async ({ settings }) => {
      const entry = { at: 1, event: 'created', kind: 'server', ref: 1, id: 's', url: 'http://127.0.0.1:1/s', name: 'x' }
      appendFileSync(settings.journal, `${JSON.stringify(entry)}\n`)
      return noTests
    },
  })
  const report = await runOnce(run)
  expect(report.resources.leaked).toMatchObject([{ kind: 'server', id: 's' }])
  expect(journalsIn(run.journalFolder)).toEqual([`journal-${report.runId}.jsonl`])
})

test('names a command that deletes a resource without an id, with the folder of the journal and the target', async () => {
  const run = await request({
    runSuites: async ({ settings }) => {
      const entry = { at: 1, event: 'intent', kind: 'server', ref: 1, name: `conformance-${settings.runId}-x` }
      appendFileSync(settings.journal, `${JSON.stringify(entry)}\n`)
      return noTests
    },
    skipCleanup: true,
  })
  const report = await runOnce(run)
  const [leaked] = report.resources.leaked
  expect(leaked?.remove).toContain(`compute-conformance cleanup --out ${run.journalFolder} --run ${report.runId} --`)
})

test('passes adjusted settings to the suites', async () => {
  const run = await request({
    adjustSettings: (settings) => ({ ...settings, maxServers: 1 }),
    runSuites: async ({ settings }) => {
      expect(settings.maxServers).toBe(1)
      return noTests
    },
  })
  await runOnce(run)
})

test('reports an interruption', async () => {
  const run = await request({ signal: AbortSignal.abort() })
  expect((await runOnce(run)).errors).toEqual(['The run was interrupted before all tests had finished.'])
})

test('creates no journal when a listener throws', async () => {
  const run = await request({
    listeners: {
      onResolved: () => {
        throw new TypeError('stop')
      },
    },
  })
  await expect(runOnce(run)).rejects.toThrow('stop')
  expect(journalsIn(run.journalFolder)).toEqual([])
})
