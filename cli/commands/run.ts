import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { BroadcastChannel } from 'node:worker_threads'
import { channelName } from '#harness/client'
import { buildReport, exitCode, type Report } from '#results'
import { plan } from '../plan/plan.ts'
import { journalLines } from '../run/clear-up.ts'
import { startEmbedded } from '../run/embedded.ts'
import { type Executed, execute } from '../run/execute.ts'
import { type Interruption, listenForInterrupts } from '../run/interrupt.ts'
import { type Progress, progressOn } from '../run/progress.ts'
import { type ReportOrder, writeReports } from '../run/reports.ts'
import { newRunId } from '../run/run-id.ts'
import { settle } from '../run/settle.ts'
import { toolVersion } from '../run/tool-version.ts'
import { type Resolved, type RunOptions, resolveTarget } from '../target/resolve.ts'

/** Everything `run` takes, after the command line has been read. */
export interface RunCommand {
  readonly target: RunOptions
  /** Start and verify the emulator that comes with the package. */
  readonly embedded: boolean
  readonly out: string
  readonly reports: readonly ReportOrder[]
  readonly lang: 'en' | 'ko'
  readonly shard: { readonly index: number; readonly count: number }
  readonly failOn: 'must' | 'should'
  readonly strict: boolean
  readonly quiet: boolean
  /** Only tell what would be done. */
  readonly plan: boolean
}

/** Prints what the run would do. Returns the exit code. */
async function tellPlan({ target, embedded, shard, quiet }: RunCommand): Promise<number> {
  const progress = progressOn(process.stderr, quiet)
  const interruption = listenForInterrupts(progress.say, () => 'Stopped at once; nothing had been created.')
  const own = embedded ? await startEmbedded() : undefined
  try {
    const options = own ? { ...target, config: own.configFile } : target
    const env = own ? {} : process.env
    const { signal } = interruption
    const lines = await plan({ target: options, env, shard, signal, warn: progress.say })
    process.stdout.write(`${lines.join('\n')}\n`)
    return interruption.exitCode() ?? 0
  } finally {
    progress.stop()
    interruption.release()
    await own?.stop()
  }
}

/** Verifies a target and writes its reports. Returns the exit code. */
export async function run(command: RunCommand): Promise<number> {
  if (command.plan) return tellPlan(command)
  const startedAt = new Date()
  const runId = newRunId()
  mkdirSync(command.out, { recursive: true })
  const journalPath = join(command.out, `journal-${runId}.jsonl`)
  const progress = progressOn(process.stderr, command.quiet)
  const interruption = listenForInterrupts(
    progress.say,
    () => `Stopped at once. \`compute-conformance cleanup --out ${command.out} --run ${runId}\` removes what is left.`,
  )
  const embedded = command.embedded ? await startEmbedded() : undefined
  try {
    const options: RunOptions = embedded
      ? {
          ...command.target,
          config: embedded.configFile,
          timeoutScale: command.target.timeoutScale ?? embedded.timeoutScale,
        }
      : command.target
    const resolved = await resolveTarget(options, {
      env: embedded ? {} : process.env,
      cwd: process.cwd(),
      runId,
      journal: journalPath,
      warn: progress.say,
    })
    progress.say(
      `Verifying ${resolved.settings.url}${embedded ? ' (the embedded emulator)' : ''}, profile ${resolved.settings.profile}.`,
    )
    const { report, clean } = await verify(command, resolved, startedAt, progress, interruption)
    if (clean) rmSync(journalPath)
    writeReports(report, command.reports, { out: command.out, lang: command.lang, say: progress.say })
    return interruption.exitCode() ?? exitCode(report, { failOn: command.failOn, strict: command.strict })
  } finally {
    progress.stop()
    interruption.release()
    await embedded?.stop()
  }
}

async function verify(
  command: RunCommand,
  { settings, versions }: Resolved,
  startedAt: Date,
  progress: Progress,
  interruption: Interruption,
): Promise<{ report: Report; clean: boolean }> {
  const channel = new BroadcastChannel(channelName(settings.runId))
  channel.unref()
  channel.onmessage = (event) => progress.waiting(messageOf(event))
  let executed: Executed
  try {
    executed = await execute({
      settings,
      shard: command.shard,
      onCollected: progress.expect,
      onCase: progress.done,
      signal: interruption.signal,
    })
  } finally {
    channel.close()
  }
  progress.waiting('removing what was created')
  await settle(settings)
  progress.stop()
  const journal = journalLines(settings.journal)
  const troubles = [
    ...executed.troubles,
    ...(interruption.signal.aborted ? ['The run was interrupted; what it had not judged by then is not judged.'] : []),
  ]
  const report = buildReport({
    settings,
    versions,
    tool: toolVersion,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    cases: executed.cases,
    journal,
    troubles,
  })
  return { report, clean: report.resources.leaked.length === 0 }
}

const messageOf = (event: unknown): string =>
  typeof event === 'object' && event !== null && 'data' in event && typeof event.data === 'string' ? event.data : ''
