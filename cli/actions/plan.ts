import { startEmbedded } from '../../engine/runner/embedded.ts'
import { progressOn } from '../progress/run-progress.ts'
import type { RunCommandOptions } from './run.ts'
import { listenForInterrupts } from '../interrupts.ts'
import { plan } from '../../engine/runner/dry-run/plan.ts'

/** Prints what the run would do. Returns the exit code. */
export async function printPlan({ target, embedded, shard: part, quiet }: RunCommandOptions): Promise<number> {
  const progress = progressOn(process.stderr, quiet)
  const interruption = listenForInterrupts(progress.say, () => 'Stopped at once; nothing had been created.')
  const own = embedded ? await startEmbedded() : undefined
  try {
    const options = own ? { ...target, config: own.configFile } : target
    const env = own ? {} : process.env
    const { signal } = interruption
    const lines = await plan({ target: options, env, shard: part, signal, warn: progress.say })
    process.stdout.write(`${lines.join('\n')}\n`)
    return interruption.exitCode() ?? 0
  } finally {
    progress.stop()
    interruption.release()
    await own?.stop()
  }
}
