import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '#contract'
import { createSuiteRunner, type SuiteRunner } from './suite-runner.ts'

/** Returns the built files that register tests. */
function suiteFiles(): string[] {
  const root = join(packageRoot, 'dist', 'suites')
  return ['operations', 'lifecycle'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.suite.js'))
      .map((name) => join(root, folder, name)),
  )
}

/**
 * Creates a suite runner for many runs: its worker thread stays, with the modules and validators that the first run has
 * loaded. A run then takes a third of the processor time.
 */
export async function createReusableSuiteRunner(): Promise<SuiteRunner> {
  const { ReusableVitestWorker } = await import('./reusable-vitest-worker.ts')
  const threads = new ReusableVitestWorker(suiteFiles())
  const suites = await createSuiteRunner(threads.pool)
  return {
    run: (options) => suites.run(options),
    async close() {
      await suites.close()
      await threads.close()
    },
  }
}
