import { createSuiteRunner, type SuiteRun, type SuiteRunOptions } from './suite-runner.ts'

export type { SuiteRun, SuiteRunOptions }

/** Runs the suites once, in a worker thread of their own. */
export async function execute(execution: SuiteRunOptions): Promise<SuiteRun> {
  const suites = await createSuiteRunner()
  try {
    return await suites.run(execution)
  } finally {
    await suites.close()
  }
}
