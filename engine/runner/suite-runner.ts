import { join } from 'node:path'
import type { PoolRunnerInitializer, Reporter, TestModule, TestUserConfig, Vitest } from 'vitest/node'
import { packageRoot } from '#contract'
import type { TargetSettings } from '#model'
import { ResultCollector, type TestResult } from '#results'

/** A part of the suites or of the faults: `{ index: 1, count: 1 }` is all of them. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** The shard that contains everything. */
export const wholeShard: Shard = { index: 1, count: 1 }

export interface SuiteRunOptions {
  readonly settings: TargetSettings
  readonly shard: Shard
  /** Called with the number of tests once it is known. */
  onCollected(tests: number): void
  onTestResult(result: TestResult): void
  /** Stops the run: running tests finish, the others are not started. */
  readonly signal: AbortSignal
}

export interface SuiteRun {
  readonly testResults: readonly TestResult[]
  readonly errors: readonly string[]
}

/** Vitest, set up to run the suites any number of times, one run at a time. */
export interface SuiteRunner {
  run(options: SuiteRunOptions): Promise<SuiteRun>
  close(): Promise<void>
}

/** The listeners of the current run, to which the Vitest reporter passes its events. */
interface CurrentRun {
  readonly collector: ResultCollector
  onCollected(tests: number): void
}

function delegatingReporter(current: () => CurrentRun): Reporter {
  return {
    onTestModuleCollected: (module: TestModule) => current().onCollected([...module.children.allTests()].length),
    onTestCaseResult: (test) => current().collector.onTestCaseResult(test),
    onTestSuiteResult: (suite) => current().collector.onTestSuiteResult(suite),
    onTestModuleEnd: (module) => current().collector.onTestModuleEnd(module),
    onTestRunEnd: (modules, unhandled) => current().collector.onTestRunEnd(modules, [...unhandled]),
  }
}

const signalListeners = () =>
  (['SIGINT', 'SIGTERM'] as const).flatMap((name) => process.listeners(name).map((listener) => ({ name, listener })))

const matches = (pattern: string): RegExp => {
  const root = join(packageRoot, 'dist').replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`^(?:file://)?${root}/${pattern}`)
}

/**
 * Decides which loader loads which modules. Node loads most of them without Vite: the build is plain JavaScript, and a
 * run takes a sixth less time and memory than when Vite transforms each file. Vite loads the suites that are evaluated
 * again in each run, since Node would not do that, and would leave them to Node where the package is installed, in
 * `node_modules`.
 */
const moduleLoading = (evaluatedByVite: string) => ({
  external: [matches(`(?!suites/${evaluatedByVite})`)],
  inline: [matches(`suites/${evaluatedByVite}`)],
})

/** Vitest's options: one worker, which runs all tests concurrently and without timeouts. */
const optionsOf = (pool: 'threads' | PoolRunnerInitializer, reporter: Reporter) =>
  ({
    root: packageRoot,
    config: false,
    watch: false,
    include: ['dist/suites/all.suite.js'],
    exclude: [],
    pool,
    maxWorkers: 1,
    isolate: false,
    fileParallelism: false,
    sequence: { concurrent: true },
    maxConcurrency: 1000,
    testTimeout: 0,
    hookTimeout: 0,
    reporters: [reporter],
    server: { deps: moduleLoading(pool === 'threads' ? 'all\\.suite\\.js' : '') },
  }) satisfies TestUserConfig

/** Runs the suites once, unless the signal is already aborted. Aborting it cancels the run. */
async function runSpecification(vitest: Vitest, signal: AbortSignal): Promise<void> {
  const suites = join(packageRoot, 'dist', 'suites', 'all.suite.js')
  // Vitest ignores a cancellation while it prepares a run, so it is repeated until the run ends.
  const cancel = (): void => {
    if (signal.aborted) vitest.cancelCurrentRun('keyboard-input').catch(() => undefined)
  }
  const timer = setInterval(cancel, 200)
  signal.addEventListener('abort', cancel)
  // Vitest sets it to 1 when a test fails; a program that uses the library would end with it.
  const { exitCode } = process
  try {
    if (!signal.aborted) await vitest.runTestSpecifications([vitest.getRootProject().createSpecification(suites)], true)
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', cancel)
    process.exitCode = exitCode
  }
}

/**
 * Sets up Vitest with one worker that runs all tests concurrently. It prints nothing and sets no exit code. Tests have no timeout:
 * every request and every wait has one, and waiting for a pooled server needs none.
 * @param pool what runs the worker; a thread of Vitest's own ends with each run
 */
export async function createSuiteRunner(pool: 'threads' | PoolRunnerInitializer = 'threads'): Promise<SuiteRunner> {
  const { createVitest } = await import('vitest/node')
  const ownListeners = signalListeners()
  let current: CurrentRun = { collector: new ResultCollector(), onCollected: () => undefined }
  const options = optionsOf(
    pool,
    delegatingReporter(() => current),
  )
  const vitest = await createVitest('test', options, { clearScreen: false, logLevel: 'silent' })
  // Vitest exits at the first signal, but the run still has to delete what it created.
  for (const { name, listener } of signalListeners())
    if (!ownListeners.some((own) => own.listener === listener)) process.off(name, listener)
  return {
    async run({ settings, shard, onCollected, onTestResult, signal }) {
      const collector = new ResultCollector(onTestResult)
      current = { collector, onCollected }
      vitest.provide('target', settings)
      vitest.provide('shard', shard)
      await runSpecification(vitest, signal)
      return { testResults: collector.testResults, errors: collector.errors }
    },
    close: () => vitest.close(),
  }
}

/** Runs the suites once, in a worker thread of their own. */
export async function runSuites(options: SuiteRunOptions): Promise<SuiteRun> {
  const runner = await createSuiteRunner()
  try {
    return await runner.run(options)
  } finally {
    await runner.close()
  }
}
