import { mkdirSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { redactReport, runOnce, type Shard, startEmbedded } from '#engine/runner'
import { meansEmulator, profileIn, type TargetOptions } from '#engine/target'
import type { Report } from '#results'
import { checkOptions } from './check-options.ts'

/**
 * Options of a run: those of the command `run` that choose the target and the requirements, with the same names in camel case. Without
 * `target`, `config` and `osCloud`, and without a variable of `env` that names a target, the emulator of this package is tested.
 */
export interface ConformanceOptions extends Omit<TargetOptions, 'failed'> {
  /** Stops the run: running tests finish, what was created is deleted, and the report says that it was interrupted. */
  readonly signal?: AbortSignal
  /** Environment variables, of which the OS_* ones are used. Default: none, other than on the command line. */
  readonly env?: NodeJS.ProcessEnv
  /** The folder that relative paths refer to. Default: the current one. */
  readonly cwd?: string
  /** The folder of the journal, from which `cleanup` deletes what a killed run has left. Default: a new temporary folder. */
  readonly journalFolder?: string
  readonly shard?: Shard
  /** Called with remarks about the target and its settings, one sentence each. */
  onWarning?(sentence: string): void
  /** Called after each test. */
  onProgress?(finished: number, total: number): void
}

/** Returns a new temporary folder, and its removal unless a journal remained in it. */
function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-journal-'))
  return {
    folder,
    remove: () => {
      if (readdirSync(folder).length === 0) rmdirSync(folder)
    },
  }
}

function namedFolder(path: string): { readonly folder: string; remove(): void } {
  mkdirSync(path, { recursive: true })
  return { folder: path, remove: () => undefined }
}

/**
 * Tests a target and returns the report, without secrets. Writes no file but the journal of resources while they exist.
 * @throws UsageError when the options have to be corrected
 * @throws InconclusiveRunError when the target does not respond or rejects the token
 */
export async function runConformance(options: ConformanceOptions = {}): Promise<Report> {
  checkOptions(options)
  const { signal, env = {}, cwd = process.cwd(), journalFolder, shard, onWarning, onProgress, ...target } = options
  signal?.throwIfAborted()
  const isEmbedded = meansEmulator(target, env)
  const { edition } = profileIn(target.profile ?? 'toast', target.edition)
  const interpretations = target.profile === 'nova' ? ['personality-contents'] : []
  const embedded = isEmbedded ? await startEmbedded({ emulator: { edition, interpretations } }) : undefined
  const journal = journalFolder === undefined ? temporaryFolder() : namedFolder(resolve(cwd, journalFolder))
  let [finished, total] = [0, 0]
  try {
    const report = await runOnce({
      target,
      environment: { env, cwd },
      embedded,
      journalFolder: journal.folder,
      ...(shard && { shard }),
      ...(signal && { signal }),
      listeners: {
        ...(onWarning && { onWarning }),
        onCollected: (tests) => {
          total = tests
        },
        onTestResult: () => onProgress?.(++finished, total),
      },
    })
    return redactReport(report)
  } finally {
    journal.remove()
    await embedded?.stop()
  }
}
