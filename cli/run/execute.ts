import { type Executed, type Execution, openSuites } from './suites.ts'

export type { Executed, Execution }

/** Runs the suites once, in a worker thread of their own. */
export async function execute(execution: Execution): Promise<Executed> {
  const suites = await openSuites()
  try {
    return await suites.run(execution)
  } finally {
    await suites.close()
  }
}
