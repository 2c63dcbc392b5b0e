import { type EmulatorOptions, startEmulator } from '#emulator'
import type { Outcome, RequirementResult } from '#results'
import { keyRing } from '../fixtures/key-ring.ts'
import { runSuites, type SuiteRunResult } from '../fixtures/run-suites.ts'

/** A run of all suites against one emulator, and what remained in the emulator. */
export interface TargetRun extends SuiteRunResult {
  /** The requirements with an outcome, as `must servers.show.answers: reason`. */
  lines(outcome: Outcome): readonly string[]
  /** Servers that exist after the run and did not before. */
  readonly serversLeft: number
}

/** Describes a result in one line. */
export const lineOf = ({ id, level, reason, findings }: RequirementResult): string =>
  `${level} ${id}: ${reason ?? findings[0]?.message ?? ''}`

/** Runs the suites against an emulator of its own, with default timeouts. */
export async function runTarget(options: EmulatorOptions): Promise<TargetRun> {
  const emulator = await startEmulator({ keyRing, ...options, control: true })
  const countServers = () => emulator.state.servers.all().filter(({ vmState }) => vmState !== 'deleted').length
  const before = countServers()
  // onTestFinished would belong to any of the tests that run at the same time, and close the emulator of this one too early.
  try {
    const run = await runSuites(emulator.config)
    return {
      ...run,
      lines: (outcome) =>
        run
          .resultsWith(outcome)
          .filter(({ off }) => off !== true)
          .map(lineOf),
      serversLeft: countServers() - before,
    }
  } finally {
    await emulator.close()
  }
}
