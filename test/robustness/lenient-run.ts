import { onTestFinished } from 'vitest'
import { type LenientOptions, type LenientTarget, startLenientTarget } from '../fixtures/lenient-target.ts'
import { runSuites } from '../fixtures/run-suites.ts'

/** Starts a target for one test. */
export async function lenientTarget(options: LenientOptions): Promise<LenientTarget> {
  const target = await startLenientTarget(options)
  onTestFinished(() => target.close())
  return target
}

/** Runs the suites with a limit of servers. `leaked`: the ids of the servers that are reported as left. */
export async function runAgainst(target: LenientTarget, limit: number, limits: object = target.config.limits) {
  const config = { ...target.config, limits }
  const run = await runSuites(config, { maxServers: limit, timeoutScale: 0.05 })
  const leaked = run.report.resources.leaked.filter(({ kind }) => kind === 'server').map(({ id }) => id)
  return { run, leaked: leaked.toSorted() }
}
