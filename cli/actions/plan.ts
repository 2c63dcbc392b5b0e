import { planRun, startEmbedded } from '#engine/runner'
import { readExemptions } from '../files/exemptions.ts'
import { listenForInterrupts } from '../interrupts.ts'
import { startRunProgress } from '../progress/run-progress.ts'
import { formatPlan } from './plan-summary.ts'
import { emulatorFor, isEmbedded, type RunFlags, targetOptions } from './run-flags.ts'

/** Prints the plan of a run, and returns the exit code. Throws a UsageError for files that the run would not accept. */
export async function plan(flags: RunFlags): Promise<number> {
  readExemptions(flags)
  const usesEmbedded = isEmbedded(flags)
  const progress = startRunProgress(process.stderr, flags)
  progress.waitFor('trying the run on the embedded emulator, which counts what it creates')
  const interruption = listenForInterrupts({
    print: progress.print,
    stopping: 'finishing; repeat to exit immediately.',
    exiting: () => 'Stopped. Nothing was created.',
  })
  const embedded = usesEmbedded ? await startEmbedded({ emulator: emulatorFor(flags) }) : undefined
  try {
    const options = targetOptions(flags)
    const summary = await planRun({
      target: embedded ? { ...options, config: embedded.configFile } : options,
      environment: { env: embedded ? {} : process.env, cwd: process.cwd() },
      shard: flags.shard,
      signal: interruption.signal,
      warn: progress.print,
    })
    process.stdout.write(`${formatPlan(summary).join('\n')}\n`)
    return interruption.exitCode() ?? 0
  } finally {
    progress.stop()
    interruption.stopListening()
    await embedded?.stop()
  }
}
