import { cleanupCommandLine } from '#engine/cleanup'
import {
  applyExemptions,
  applyExemptionsToShard,
  createReusableSuiteRunner,
  type EmbeddedTarget,
  type Exemptions,
  runOnce,
  runRepeatedly,
  type SuiteRunner,
  startEmbedded,
} from '#engine/runner'
import type { TargetOptions } from '#engine/target'
import { assertBaselineUsable, type Report } from '#results'
import { readExemptions } from '../files/exemptions.ts'
import { checkHistory } from '../files/history.ts'
import { ensureOptionFolder } from '../files/output-folder.ts'
import { reportFolder } from '../files/report-folder.ts'
import { checkWritable } from '../files/report-writer.ts'
import { type Interruption, listenForInterrupts } from '../interrupts.ts'
import { type RunProgress, startRunProgress } from '../progress/run-progress.ts'
import { emulatorFor, isEmbedded, type RunFlags, targetOptions } from './run-flags.ts'
import { writeOutcome } from './run-outcome.ts'

/** The run in progress, for the message of a second Ctrl-C. */
export interface CurrentRun {
  id: string | undefined
}

export interface RunSetup {
  readonly flags: RunFlags
  readonly target: TargetOptions
  readonly embedded: EmbeddedTarget | undefined
  readonly exemptions: Exemptions
  readonly progress: RunProgress
  readonly interruption: Interruption
  readonly current: CurrentRun
  /** Runs the suites; by default a worker thread of this run. */
  readonly suites?: SuiteRunner | undefined
  readonly onComputeUrl?: (url: string) => void
}

const cleanupNote = (flags: RunFlags, runId: string): string =>
  `To delete what is left: ${cleanupCommandLine(runId, flags.out, flags)}`

/** Returns the message of a second Ctrl-C, when a run ends without deleting what it has created. */
export const stoppedNote = (flags: RunFlags, { id }: CurrentRun): string =>
  id === undefined ? 'Stopped. Nothing was created.' : `Stopped. ${cleanupNote(flags, id)}`

/** Throws a UsageError if a report or the history cannot be written, before anything is requested. */
export async function checkReportFiles(flags: RunFlags): Promise<void> {
  const { out, report, baseline, waivers, config, history, shard } = flags
  ensureOptionFolder('--out', out)
  checkWritable(report, reportFolder(flags), [baseline, waivers, config, history])
  await checkHistory(history, shard)
}

/** Tests a target and writes the reports. Returns the exit code. `suites` is left open. */
export async function run(flags: RunFlags, suites?: SuiteRunner): Promise<number> {
  const usesEmbedded = isEmbedded(flags)
  const { baseline, waivers } = flags
  const folder = reportFolder(flags)
  const exemptions = readExemptions({ baseline, waivers })
  const target = targetOptions(flags)
  const progress = startRunProgress(process.stderr, flags)
  const current: CurrentRun = { id: undefined }
  const interruption = listenForInterrupts({
    print: progress.print,
    stopping: 'finishing and deleting what was created; repeat to exit immediately.',
    exiting: () => {
      if (usesEmbedded) return 'Stopped. The embedded emulator has ended with everything that was created in it.'
      return stoppedNote(flags, current)
    },
  })
  let embedded: EmbeddedTarget | undefined
  let repeating: SuiteRunner | undefined
  try {
    await checkReportFiles(flags)
    if (suites === undefined && flags.repeat > 1) repeating = await createReusableSuiteRunner()
    embedded = usesEmbedded ? await startEmbedded({ emulator: emulatorFor(flags) }) : undefined
    const report = await runAll({
      ...{ flags, target, embedded, exemptions, progress, interruption, current },
      suites: suites ?? repeating,
    })
    progress.stop()
    return await writeOutcome(report, { ...flags, out: folder }, interruption, progress.print)
  } finally {
    progress.stop()
    interruption.stopListening()
    await repeating?.close()
    await embedded?.stop()
  }
}

/** Returns all repeats as one report, with baseline and waivers applied. */
export async function runAll(setup: RunSetup): Promise<Report> {
  const { flags, exemptions, progress, interruption } = setup
  const { repeat: count, shard } = flags
  const runRepeat = (repeat: number): Promise<Report> => {
    if (repeat > 1) progress.print(`Repeat ${repeat} of ${count}.`)
    return runAndPrint(setup)
  }
  const report = await runRepeatedly(count, runRepeat, interruption.signal)
  return shard.count > 1 ? applyExemptionsToShard(report, exemptions) : applyExemptions(report, exemptions)
}

async function runAndPrint(setup: RunSetup): Promise<Report> {
  const { flags, target, embedded, exemptions, progress, interruption, current, suites, onComputeUrl } = setup
  const { baseline } = exemptions
  const report = await runOnce({
    target,
    environment: { env: process.env, cwd: process.cwd() },
    embedded,
    journalFolder: flags.out,
    shard: flags.shard,
    ...(suites && { runSuites: (options) => suites.run(options) }),
    signal: interruption.signal,
    listeners: {
      onWarning: progress.print,
      onResolved({ runId, computeUrl, profile, edition, maxServers }) {
        if (baseline) assertBaselineUsable(baseline, { schemaVersion: 2, profile, edition })
        current.id = runId
        onComputeUrl?.(computeUrl)
        if (!flags.quiet)
          progress.print(
            `Testing ${computeUrl}${embedded ? ' (the embedded emulator)' : ''}, profile ${profile}, edition ${edition}.`,
          )
        const { count } = flags.shard
        if (!flags.quiet && !embedded && count > 1)
          progress.print(
            `Each shard has up to ${maxServers} servers at once (--max-servers): all ${count} together ${count * maxServers}.`,
          )
      },
      onCollected: progress.expect,
      onTestResult: progress.finish,
      onProgress: progress.waitFor,
    },
  })
  if (report.resources.leaked.length > 0 && !embedded) progress.print(cleanupNote(flags, report.runId))
  return report
}
