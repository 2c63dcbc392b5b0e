/**
 * The target of Vitest's `conformance` project: the endpoint that CONFORMANCE_CONFIG configures, else the embedded emulator.
 * What the suites leave to others is removed when they are done; what cannot be is told, and its journal kept for `cleanup`.
 */
import { mkdirSync, rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import type { TargetSettings } from '#harness/client'
import { cleanupLine } from '../cli/clear-up/command-line.ts'
import { journalPath, openJournal } from '../cli/clear-up/journal-file.ts'
import { type Embedded, startEmbedded } from '../cli/run/embedded.ts'
import { newRunId } from '../cli/run/run-id.ts'
import { settle } from '../cli/run/settle.ts'
import { type Renewal, type RunOptions, resolveTarget } from '../cli/target/index.ts'

const out = 'conformance-report'

const optionsOf = (embedded: Embedded | undefined, configured: string): RunOptions =>
  embedded ? { config: embedded.configFile, timeoutScale: embedded.timeoutScale } : { config: configured }

/** Removes what is left of a run. @throws Error naming what could not be removed, and the line that does it later. */
async function clear(settings: TargetSettings, renewal: Renewal, options: RunOptions): Promise<void> {
  const { left, unsure } = await settle(settings, renewal)
  if (left.length === 0 && unsure.length === 0) return rmSync(settings.journal)
  const named = [...left.map(({ name, reason }) => `${name}: ${reason}`), ...unsure]
  throw new Error(`Not removed: ${named.join('; ')}. Later: ${cleanupLine(settings.runId, out, options)}`)
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const configured = process.env['CONFORMANCE_CONFIG'] ?? ''
  const embedded = configured === '' ? await startEmbedded() : undefined
  const runId = newRunId()
  const options = optionsOf(embedded, configured)
  mkdirSync(out, { recursive: true })
  const { settings, renewal } = await resolveTarget(options, {
    env: embedded ? {} : process.env,
    cwd: process.cwd(),
    runId,
    journal: journalPath(out, runId),
    warn: (line) => void process.stderr.write(`${line}\n`),
  })
  openJournal(settings, embedded !== undefined)
  project.provide('target', settings)
  project.provide('shard', { index: 1, count: 1 })
  return async () => {
    await clear(settings, renewal, options)
    await embedded?.stop()
  }
}
