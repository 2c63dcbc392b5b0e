import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot, requirements } from '#contract'
import { faults, KeyRing, type RunningEmulator, startEmulator } from '#emulator'
import { buildReport } from '#results'
import { journalLines } from '../clear-up/journal-file.ts'
import { lookedAt } from '../run/embedded.ts'
import { newRunId } from '../run/run-id.ts'
import { openSuites, type Suites } from '../run/suites.ts'
import { toolVersion } from '../run/tool-version.ts'
import { resolveTarget } from '../target/index.ts'
import { type Attempt, attemptFrom } from './attempt.ts'
import { KeptThread } from './kept-thread.ts'
import { budgetsOf, type Pace } from './pace.ts'

/** The files whose evaluation registers tests, as Vitest runs them. */
function suiteFiles(): string[] {
  const root = join(packageRoot, 'dist', 'suites')
  return ['contract', 'lifecycle'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.suite.js'))
      .map((name) => join(root, folder, name)),
  )
}

/**
 * Whether a run goes into the states that only an operator reaches, which takes it half as long again: without a fault, with one that
 * shows nowhere else, and with any that a first attempt did not see as declared.
 */
const reachesEveryState = (fault: string | undefined, pace: Pace): boolean =>
  pace === 'patient' || fault === undefined || faults.find(({ name }) => name === fault)?.inOperatorStates === true

/** What can be judged in those states alone. Switched off elsewhere: nobody asked for it, so nobody was kept from it. */
const onlyThere: readonly string[] = requirements
  .filter(({ needs }) => needs.includes('anyState') || needs.includes('operatorStates'))
  .map(({ id }) => id)

/**
 * Where faults are tried, one after the other. What does not depend on the fault is made once: the worker with its modules and
 * validators, and the keys that emulators generate. Each fault gets an emulator of its own and a whole run of the suites.
 */
export class Bench {
  readonly #suites: Suites
  readonly #thread: KeptThread
  readonly #folder: string
  readonly #keyRing = new KeyRing()

  private constructor(suites: Suites, thread: KeptThread, folder: string) {
    this.#suites = suites
    this.#thread = thread
    this.#folder = folder
  }

  /** `folder` takes the files that last as long as an attempt. */
  static async open(folder: string): Promise<Bench> {
    const thread = new KeptThread(suiteFiles())
    return new Bench(await openSuites(thread.pool), thread, folder)
  }

  /** Runs the suites against an emulator with one fault, or with none. */
  async attempt(fault: string | undefined, pace: Pace): Promise<Attempt> {
    const began = performance.now()
    const active = fault === undefined ? [] : [fault]
    const control = reachesEveryState(fault, pace)
    const emulator = await startEmulator({ control, faults: active, timing: lookedAt, keyRing: this.#keyRing })
    try {
      return await this.#verify(emulator, pace, began)
    } finally {
      await emulator.close()
    }
  }

  async #verify(emulator: RunningEmulator, pace: Pace, began: number): Promise<Attempt> {
    const startedAt = new Date()
    const runId = newRunId()
    const troubles: string[] = []
    const journal = join(this.#folder, `journal-${runId}.jsonl`)
    writeFileSync(journal, '')
    const configFile = join(this.#folder, `config-${runId}.json`)
    writeFileSync(configFile, JSON.stringify({ ...emulator.config, timing: budgetsOf[pace] }), { mode: 0o600 })
    const { settings, versions } = await resolveTarget(
      { config: configFile, skip: emulator.config.target.control === undefined ? onlyThere : [] },
      { env: {}, cwd: this.#folder, runId, journal, warn: (line) => troubles.push(line) },
    )
    const executed = await this.#suites.run({
      settings: { ...settings, ephemeral: true },
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
      cases: executed.cases,
      journal: journalLines(journal),
      troubles: [...troubles, ...executed.troubles],
    })
    rmSync(journal)
    rmSync(configFile)
    return attemptFrom(report, durationMs)
  }

  async close(): Promise<void> {
    await this.#suites.close()
    await this.#thread.close()
  }
}
