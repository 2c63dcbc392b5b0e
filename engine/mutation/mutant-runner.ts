import { requirements } from '#contract'
import { faults, KeyRing } from '#emulator'
import { createReusableSuiteRunner, runOnce, type SuiteRunner, startEmbedded } from '#engine/runner'
import type { Edition } from '#model'
import { editionOfFault } from './fault-edition.ts'
import { type MutantRun, mutantRunFrom } from './mutant-run.ts'

/**
 * Tells whether a run includes the states that only an operator can set. They make a run half as long again, so only a
 * run without a fault includes them, and one with a fault that shows in no other state.
 */
const includesOperatorStates = (names: readonly string[]): boolean =>
  names.length === 0 || faults.some(({ name, inOperatorStates }) => inOperatorStates === true && names.includes(name))

/**
 * Tells whether a run cleans up, although its emulator ends with it: a run without a fault does, and one with a fault
 * of the cleanup.
 */
const includesCleanup = (names: readonly string[]): boolean =>
  names.length === 0 || faults.some(({ name, needsCleanup }) => needsCleanup === true && names.includes(name))

/** The profile that applies an edition as it is. */
const profileOf: Readonly<Record<Edition, string>> = { '2020-03': 'toast', '2026-05': 'nhn' }

/** Combines two baseline runs. */
const combined = (first: MutantRun, second: MutantRun): MutantRun => ({
  failures: [...first.failures, ...second.failures],
  masked: [...first.masked, ...second.masked],
  errors: [...first.errors, ...second.errors],
  requests: first.requests + second.requests,
  ms: first.ms + second.ms,
})

/** The requirements that need those states. They are excluded from other runs, so that they do not count as masked. */
const operatorStateRequirements: readonly string[] = requirements
  .filter(({ needs }) => needs.includes('anyState') || needs.includes('operatorStates'))
  .map(({ id }) => id)

/**
 * Runs mutants in this process, one at a time. What a fault cannot affect is set up once: the worker thread with its modules and
 * validators, and the key pairs that emulators generate. Each run has its own emulator.
 */
export class MutantRunner {
  readonly #suites: SuiteRunner
  readonly #folder: string
  readonly #keyRing = new KeyRing()

  private constructor(suites: SuiteRunner, folder: string) {
    this.#suites = suites
    this.#folder = folder
  }

  /** @param folder for temporary files, which are deleted after each run */
  static async open(folder: string): Promise<MutantRunner> {
    return new MutantRunner(await createReusableSuiteRunner(), folder)
  }

  /**
   * Runs the suites against an emulator with these faults, which are of one edition. The timeouts are those of any run against the embedded
   * emulator.
   * @throws TypeError when there is no such fault
   */
  async run(names: readonly string[]): Promise<MutantRun> {
    const [fault] = faults.filter(({ name }) => names.includes(name))
    if (!fault) throw new TypeError(`There is no fault ${names.join(', ')}.`)
    return this.#runIn(editionOfFault(fault), names)
  }

  /** Runs the suites without a fault in each of these editions. */
  async runBaseline(tested: readonly Edition[]): Promise<MutantRun> {
    const runs: MutantRun[] = []
    for (const edition of tested) runs.push(await this.#runIn(edition, []))
    return runs.reduce(combined)
  }

  async #runIn(edition: Edition, names: readonly string[]): Promise<MutantRun> {
    const startedAt = performance.now()
    const control = includesOperatorStates(names)
    const embedded = await startEmbedded({
      emulator: { control, edition, faults: names, keyRing: this.#keyRing },
      parentFolder: this.#folder,
    })
    const warnings: string[] = []
    try {
      const report = await runOnce({
        target: { profile: profileOf[edition], skip: control ? [] : operatorStateRequirements },
        environment: { env: {}, cwd: embedded.folder },
        embedded,
        journalFolder: embedded.folder,
        runSuites: (options) => this.#suites.run(options),
        skipCleanup: !includesCleanup(names),
        listeners: { onWarning: (line) => warnings.push(line) },
      })
      return mutantRunFrom({ ...report, errors: [...warnings, ...report.errors] }, performance.now() - startedAt)
    } finally {
      await embedded.stop()
    }
  }

  async close(): Promise<void> {
    await this.#suites.close()
  }
}
