import { createVitest, type TestModule } from 'vitest/node'
import { packageRoot } from '#contract'
import type { TargetSettings } from '#harness/client'
import { type CaseResult, Collector } from '#results'

export interface Execution {
  readonly settings: TargetSettings
  /** Which part of the suites: 1 of 1 is all. */
  readonly shard: { readonly index: number; readonly count: number }
  /** Told how many tests there are, once that is known. */
  onCollected(tests: number): void
  /** Told of every test as it ends. */
  onCase(result: CaseResult): void
  /** Aborted when the run is to stop: tests under way end, the others are not begun. */
  readonly signal: AbortSignal
}

export interface Executed {
  readonly cases: readonly CaseResult[]
  readonly troubles: readonly string[]
}

/**
 * Runs the suites in one worker thread, all tests side by side. Prints nothing and sets no exit code. Tests have no
 * time-out of their own: every request and every wait has its budget, and waiting for a server to be lent has none.
 */
export async function execute({ settings, shard, onCollected, onCase, signal }: Execution): Promise<Executed> {
  const collector = new Collector(onCase)
  const counter = { onTestModuleCollected: (module: TestModule) => onCollected([...module.children.allTests()].length) }
  const vitest = await createVitest(
    'test',
    {
      root: packageRoot,
      config: false,
      watch: false,
      include: ['dist/suites/all.suite.js'],
      exclude: [],
      pool: 'threads',
      maxWorkers: 1,
      isolate: false,
      fileParallelism: false,
      sequence: { concurrent: true },
      maxConcurrency: 1000,
      testTimeout: 0,
      hookTimeout: 0,
      reporters: [collector, counter],
      provide: { target: settings, shard },
    },
    { clearScreen: false, logLevel: 'silent' },
  )
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input')
  signal.addEventListener('abort', cancel)
  try {
    await vitest.start()
  } finally {
    signal.removeEventListener('abort', cancel)
    await vitest.close()
  }
  return { cases: collector.cases, troubles: collector.troubles }
}
