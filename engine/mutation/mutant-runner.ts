import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot, requirements } from '#contract'
import { faults, KeyRing, type RunningEmulator, startEmulator } from '#emulator'
import { buildReport } from '#results'
import { journalLines } from '../journal/file.ts'
import { pollBasedTiming } from '../runner/embedded.ts'
import { newRunId } from '../runner/run-id.ts'
import { createSuiteRunner, type SuiteRunner } from '../runner/suite-runner.ts'
import { toolVersion } from '../tool-version.ts'
import { resolveTarget } from '../target/index.ts'
import { type MutantRun, mutantRunFrom } from './mutant-run.ts'
import { ReusableThreadPool } from './reusable-thread-pool.ts'
import { type MutantTimeouts, timeoutsOf } from './timeouts.ts'

/** The files whose evaluation registers tests, as Vitest runs them. */
function suiteFiles(): string[] {
  const root = join(packageRoot, 'dist', 'suites')
  return ['operations', 'lifecycle'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.suite.js'))
      .map((name) => join(root, folder, name)),
  )
}

/**
 * Whether a run goes into the states that only an operator reaches, which takes it half as long again: without a fault, with one that
 * shows nowhere else, and with any that a first attempt did not see as declared.
 */
const reachesEveryState = (fault: string | undefined, pace: MutantTimeouts): boolean =>
  pace === 'patient' || fault === undefined || faults.find(({ name }) => name === fault)?.inOperatorStates === true

/** What can be judged in those states alone. Switched off elsewhere: nobody asked for it, so nobody was kept from it. */
const onlyThere: readonly string[] = requirements
  .filter(({ needs }) => needs.includes('anyState') || needs.includes('operatorStates'))
  .map(({ id }) => id)

/**
 * Where faults are tried, one after the other. What does not depend on the fault is made once: the worker with its modules and
 * validators, and the keys that emulators generate. Each fault gets an emulator of its own and a whole run of the suites.
 */
export class MutantRunner {
  readonly #suites: SuiteRunner
  readonly #thread: ReusableThreadPool
  readonly #folder: string
  readonly #keyRing = new KeyRing()

  private constructor(suites: SuiteRunner, thread: ReusableThreadPool, folder: string) {
    this.#suites = suites
    this.#thread = thread
    this.#folder = folder
  }

  /** `folder` takes the files that last as long as an attempt. */
  static async open(folder: string): Promise<MutantRunner> {
    const thread = new ReusableThreadPool(suiteFiles())
    return new MutantRunner(await createSuiteRunner(thread.pool), thread, folder)
  }

  /** Runs the suites against an emulator with one fault, or with none. */
  async run(fault: string | undefined, pace: MutantTimeouts): Promise<MutantRun> {
    const began = performance.now()
    const active = fault === undefined ? [] : [fault]
    const control = reachesEveryState(fault, pace)
    const emulator = await startEmulator({ control, faults: active, timing: pollBasedTiming, keyRing: this.#keyRing })
    try {
      return await this.#verify(emulator, pace, began)
    } finally {
      await emulator.close()
    }
  }

  async #verify(emulator: RunningEmulator, pace: MutantTimeouts, began: number): Promise<MutantRun> {
    const startedAt = new Date()
    const runId = newRunId()
    const errors: string[] = []
    const journal = join(this.#folder, `journal-${runId}.jsonl`)
    writeFileSync(journal, '')
    const configFile = join(this.#folder, `config-${runId}.json`)
    writeFileSync(configFile, JSON.stringify({ ...emulator.config, timeouts: timeoutsOf[pace] }), { mode: 0o600 })
    const { settings, versions } = await resolveTarget(
      { config: configFile, skip: emulator.config.target.control === undefined ? onlyThere : [] },
      { env: {}, cwd: this.#folder, runId, journal, warn: (line) => errors.push(line) },
    )
    const executed = await this.#suites.run({
      settings: { ...settings, inProcess: true },
      shard: { index: 1, count: 1 },
      onCollected: () => undefined,
      onCase: () => undefined,
      signal: new AbortController().signal,
    })
    const durationMs = performance.now() - began
    const report = buildReport({
      settings,
      versions,
      tool: toolVersion,
      startedAt,
      durationMs,
      cases: executed.testResults,
      journal: journalLines(journal),
      errors: [...errors, ...executed.errors],
    })
    rmSync(journal)
    rmSync(configFile)
    return mutantRunFrom(report, durationMs)
  }

  async close(): Promise<void> {
    await this.#suites.close()
    await this.#thread.close()
  }
}
