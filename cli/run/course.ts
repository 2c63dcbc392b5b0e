import { combineRepeats, exitCode, type Report, refuseBaseline } from '#results'
import type { Shard } from '../arguments.ts'
import { cleanupLine } from '../clear-up/command-line.ts'
import { journalPath } from '../clear-up/journal-file.ts'
import { openFolder } from '../output-folder.ts'
import { comparing } from '../report-file.ts'
import { type RunOptions, resolveTarget } from '../target/index.ts'
import { NoJudgement } from '../usage-error.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { type Interruption, listenForInterrupts } from './interrupt.ts'
import { type Excuses, postProcess, postProcessPart, readExcuses } from './post-process.ts'
import { type Progress, progressOn } from './progress.ts'
import { makeRoom, type ReportOrder, writeReports } from './reports.ts'
import { newRunId } from './run-id.ts'
import { verify } from './verification.ts'

/** Everything `run` takes, after the command line has been read. */
export interface RunCommand {
  readonly target: RunOptions
  /** Start and verify the emulator that comes with the package. */
  readonly embedded: boolean
  readonly out: string
  readonly reports: readonly ReportOrder[]
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
  readonly command: RunCommand
  readonly embedded: Embedded | undefined
  readonly excuses: Excuses
  readonly progress: Progress
  readonly interruption: Interruption
}

/** Verifies a target and writes its reports. Returns the exit code. */
export async function run(command: RunCommand): Promise<number> {
  const { out, lang, failOn, strict, baseline, waivers, repeat } = command
  const excuses = readExcuses({ baseline, waivers }, { env: process.env, cwd: process.cwd() })
  const progress = progressOn(process.stderr, command.quiet)
  let runId = newRunId()
  const interruption = listenForInterrupts(progress.say, () =>
    command.embedded
      ? 'Stopped at once. The embedded emulator is gone, and with it everything that was created.'
      : `Stopped at once. This removes what is left: ${cleanupLine(runId, out, command.target)}`,
  )
  let embedded: Embedded | undefined
  try {
    openFolder('--out', out)
    makeRoom(command.reports, out, [baseline, waivers, command.target.config])
    embedded = command.embedded ? await startEmbedded() : undefined
    const course: Course = { command, embedded, excuses, progress, interruption }
    const reports = [await once(course, runId)]
    const troubles: string[] = []
    while (reports.length < repeat && troubles.length === 0 && !interruption.signal.aborted) {
      runId = newRunId()
      progress.say(`Repeat ${reports.length + 1} of ${repeat}.`)
      await once(course, runId).then(
        (report) => reports.push(report),
        (error: unknown) => {
          // What the earlier ones have shown is not lost when a later one cannot begin.
          if (!(error instanceof NoJudgement)) throw error
          troubles.push(`Repeat ${reports.length + 1} of ${repeat} came to nothing: ${error.message}`)
        },
      )
    }
    progress.stop()
    const excused = command.shard.count > 1 ? postProcessPart : postProcess
    const combined = combineRepeats(reports)
    const report = excused({ ...combined, troubles: [...combined.troubles, ...troubles] }, excuses)
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
  if (baseline) comparing(() => refuseBaseline(baseline, { schemaVersion: 1, profile }))
  if (!command.quiet) progress.say(`Verifying ${url}${embedded ? ' (the embedded emulator)' : ''}, profile ${profile}.`)
  const report = await verify({
    resolved,
    embedded: embedded !== undefined,
    shard: command.shard,
    startedAt,
    progress,
    interruption,
  })
  if (report.resources.leaked.length > 0 && !embedded)
    progress.say(`This removes what is left: ${cleanupLine(runId, command.out, command.target)}`)
  return report
}
