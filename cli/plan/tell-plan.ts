import type { RunCommand } from '../run/course.ts'
import { startEmbedded } from '../run/embedded.ts'
import { listenForInterrupts } from '../run/interrupt.ts'
import { progressOn } from '../run/progress.ts'
import { plan } from './plan.ts'

/** Prints what the run would do. Returns the exit code. */
export async function tellPlan({ target, embedded, shard: part, quiet }: RunCommand): Promise<number> {
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
