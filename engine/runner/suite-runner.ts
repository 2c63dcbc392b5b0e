import { join } from 'node:path'
import { createVitest, type PoolRunnerInitializer, type Reporter, type TestModule } from 'vitest/node'
import { packageRoot } from '#contract'
import type { TargetSettings } from '#model'
import { ResultCollector, type TestResult } from '#results'

export interface SuiteRunOptions {
  readonly settings: TargetSettings
  /** Which part of the suites: 1 of 1 is all. */
  readonly shard: { readonly index: number; readonly count: number }
  /** Told how many tests there are, once that is known. */
  onCollected(tests: number): void
  /** Told of every test as it ends. */
  onCase(result: TestResult): void
  /** Aborted when the run is to stop: tests under way end, the others are not begun. */
  readonly signal: AbortSignal
}

export interface SuiteRun {
  readonly testResults: readonly TestResult[]
  readonly errors: readonly string[]
}

/** The suites, and Vitest set up to run them. They can be run again and again, one run at a time. */
export interface SuiteRunner {
  run(execution: SuiteRunOptions): Promise<SuiteRun>
  close(): Promise<void>
}

/** What a reporter that serves one run after the other hands on to the one of the present run. */
interface RunListeners {
  readonly collector: ResultCollector
  onCollected(tests: number): void
}

function delegatingReporter(present: () => RunListeners): Reporter {
  return {
    onTestModuleCollected: (module: TestModule) => present().onCollected([...module.children.allTests()].length),
    onTestCaseResult: (test) => present().collector.onTestCaseResult(test),
    onTestSuiteResult: (suite) => present().collector.onTestSuiteResult(suite),
    onTestModuleEnd: (module) => present().collector.onTestModuleEnd(module),
    onTestRunEnd: (modules, unhandled) => present().collector.onTestRunEnd(modules, [...unhandled]),
  }
}

const signalListeners = () =>
  (['SIGINT', 'SIGTERM'] as const).flatMap((name) => process.listeners(name).map((listener) => ({ name, listener })))

/**
 * What is built is plain JavaScript: Node loads it by itself, and a run takes a sixth less time and memory than when Vite
 * transforms each file. Only the module that is the test file is Vitest's; and, where one thread runs the suites again and again,
 * the suites are, since Node would not load them anew.
 */
const externalModules = (except: string): RegExp => {
  const root = join(packageRoot, 'dist').replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`^(?:file://)?${root}/(?!suites/${except})`)
}

/**
 * Sets Vitest up for one worker with all tests side by side. It prints nothing and sets no exit code. Tests have no time-out of
 * their own: every request and every wait has its budget, and waiting for a server to be lent has none.
 * @param pool who runs the worker; a thread of Vitest's own ends with each run
 */
export async function createSuiteRunner(pool: 'threads' | PoolRunnerInitializer = 'threads'): Promise<SuiteRunner> {
  const heard = signalListeners()
  let audience: RunListeners = { collector: new ResultCollector(), onCollected: () => undefined }
  const suites = join(packageRoot, 'dist', 'suites', 'all.suite.js')
  const vitest = await createVitest(
    'test',
    {
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
      reporters: [delegatingReporter(() => audience)],
      server: { deps: { external: [externalModules(pool === 'threads' ? 'all\\.suite\\.js' : '')] } },
    },
    { clearScreen: false, logLevel: 'silent' },
  )
  // Vitest ends the process at the first signal. Here that ends the run, and what it created has yet to be removed.
  for (const { name, listener } of signalListeners())
    if (!heard.some((known) => known.listener === listener)) process.off(name, listener)
  return {
    async run({ settings, shard, onCollected, onCase, signal }) {
      const collector = new ResultCollector(onCase)
      audience = { collector, onCollected }
      vitest.provide('target', settings)
      vitest.provide('shard', shard)
      // Vitest forgets a cancellation that comes while it prepares, so it is told again until it has ended.
      const cancel = (): void => {
        if (signal.aborted) vitest.cancelCurrentRun('keyboard-input').catch(() => undefined)
      }
      const again = setInterval(cancel, 200)
      signal.addEventListener('abort', cancel)
      try {
        if (!signal.aborted)
          await vitest.runTestSpecifications([vitest.getRootProject().createSpecification(suites)], true)
      } finally {
        clearInterval(again)
        signal.removeEventListener('abort', cancel)
      }
      return { testResults: collector.testResults, errors: collector.errors }
    },
    close: () => vitest.close(),
  }
}
