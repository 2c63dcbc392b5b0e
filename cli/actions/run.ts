import { assertBaselineUsable, exitCode, mergeRepeats, type Report } from '#results'
import { ensureOptionFolder } from '../files/output-folder.ts'
import { withUsageErrors } from '../files/report-file.ts'
import type { Shard } from '../options.ts'
import { cleanupCommandLine } from '../../engine/cleanup/cleanup-command-line.ts'
import { InconclusiveRunError } from '../../engine/errors.ts'
import { journalPath } from '../../engine/journal/file.ts'
import { type TargetOptions, resolveTarget } from '../../engine/target/index.ts'
import { type Embedded, startEmbedded } from '../../engine/runner/embedded.ts'
import { type Exemptions, postProcess, postProcessPart, readExemptions } from '../../engine/runner/exemptions.ts'
import { type Progress, progressOn } from '../progress/run-progress.ts'
import { checkWritable, type ReportRequest, writeReports } from '../files/report-writer.ts'
import { newRunId } from '../../engine/runner/run-id.ts'
import { runOnce } from '../../engine/runner/run-once.ts'
import { type Interruption, listenForInterrupts } from '../interrupts.ts'

/** Everything `run` takes, after the command line has been read. */
export interface RunCommandOptions {
  readonly target: TargetOptions
  /** Start and verify the emulator that comes with the package. */
  readonly embedded: boolean
  readonly out: string
  readonly reports: readonly ReportRequest[]
  readonly lang: 'en' | 'ko'
  readonly shard: Shard
  readonly repeat: number
  readonly baseline: string | undefined
  readonly waivers: string | undefined
  readonly failOn: 'must' | 'should'
  readonly strict: boolean
  readonly quiet: boolean
}

/** What the repeats of a run share. */
interface Course {
  readonly command: RunCommandOptions
  readonly embedded: Embedded | undefined
  readonly excuses: Exemptions
  readonly progress: Progress
  readonly interruption: Interruption
}

/** Verifies a target and writes its reports. Returns the exit code. */
export async function runCommand(command: RunCommandOptions): Promise<number> {
  const { out, lang, failOn, strict, baseline, waivers, repeat } = command
  const excuses = readExemptions({ baseline, waivers }, { env: process.env, cwd: process.cwd() })
  const progress = progressOn(process.stderr, command.quiet)
  let runId = newRunId()
  const interruption = listenForInterrupts(progress.say, () =>
    command.embedded
      ? 'Stopped at once. The embedded emulator is gone, and with it everything that was created.'
      : `Stopped at once. This removes what is left: ${cleanupCommandLine(runId, out, command.target)}`,
  )
  let embedded: Embedded | undefined
  try {
    ensureOptionFolder('--out', out)
    checkWritable(command.reports, out, [baseline, waivers, command.target.config])
    embedded = command.embedded ? await startEmbedded() : undefined
    const course: Course = { command, embedded, excuses, progress, interruption }
    const reports = [await once(course, runId)]
    const errors: string[] = []
    while (reports.length < repeat && errors.length === 0 && !interruption.signal.aborted) {
      runId = newRunId()
      progress.say(`Repeat ${reports.length + 1} of ${repeat}.`)
      await once(course, runId).then(
        (report) => reports.push(report),
        (error: unknown) => {
          // What the earlier ones have shown is not lost when a later one cannot begin.
          if (!(error instanceof InconclusiveRunError)) throw error
          errors.push(`Repeat ${reports.length + 1} of ${repeat} came to nothing: ${error.message}`)
        },
      )
    }
    progress.stop()
    const excused = command.shard.count > 1 ? postProcessPart : postProcess
    const combined = mergeRepeats(reports)
    const report = excused({ ...combined, errors: [...combined.errors, ...errors] }, excuses)
    const written = writeReports(report, command.reports, { out, lang, say: progress.say })
    return interruption.exitCode() ?? (exitCode(report, { failOn, strict }) || (written ? 0 : 3))
  } finally {
    progress.stop()
    interruption.release()
    await embedded?.stop()
  }
}

/** One run from sign-in to clean-up. Each signs in anew: a token may not last for all of them. */
async function once(course: Course, runId: string): Promise<Report> {
  const { command, embedded, excuses, progress, interruption } = course
  const startedAt = new Date()
  const emulated = embedded && {
    config: embedded.configFile,
    timeoutScale: command.target.timeoutScale ?? embedded.timeoutScale,
  }
  const resolved = await resolveTarget(
    { ...command.target, ...emulated },
    {
      env: embedded ? {} : process.env,
      cwd: process.cwd(),
      runId,
      journal: journalPath(command.out, runId),
      warn: progress.say,
    },
  )
  const { url, profile } = resolved.settings
  const { baseline } = excuses
  if (baseline) withUsageErrors(() => assertBaselineUsable(baseline, { schemaVersion: 2, profile }))
  if (!command.quiet) progress.say(`Verifying ${url}${embedded ? ' (the embedded emulator)' : ''}, profile ${profile}.`)
  const report = await runOnce({
    resolved,
    embedded: embedded !== undefined,
    shard: command.shard,
    startedAt,
    progress,
    interruption,
  })
  if (report.resources.leaked.length > 0 && !embedded)
    progress.say(`This removes what is left: ${cleanupCommandLine(runId, command.out, command.target)}`)
  return report
}
