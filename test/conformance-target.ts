/**
 * The target of Vitest's `conformance` project: the endpoint that CONFORMANCE_CONFIG configures, else the embedded emulator.
 * What the suites leave to others is removed when they are done.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../cli/run/embedded.ts'
import { newRunId } from '../cli/run/run-id.ts'
import { settle } from '../cli/run/settle.ts'
import { resolveTarget } from '../cli/target/index.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const configured = process.env['CONFORMANCE_CONFIG']
  const embedded = configured === undefined ? await startEmbedded() : undefined
  const runId = newRunId()
  const journal = join(mkdtempSync(join(tmpdir(), 'conformance-')), 'journal.jsonl')
  const options = embedded
    ? { config: embedded.configFile, timeoutScale: embedded.timeoutScale }
    : { config: configured ?? '' }
  const warn = (line: string): void => void process.stderr.write(`${line}\n`)
  const { settings } = await resolveTarget(options, {
    env: embedded ? {} : process.env,
    cwd: process.cwd(),
    runId,
    journal,
    warn,
  })
  project.provide('target', settings)
  project.provide('shard', { index: 1, count: 1 })
  return async () => {
    await settle(settings)
    await embedded?.stop()
  }
}
