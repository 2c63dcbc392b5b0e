import { join, resolve } from 'node:path'
import { InconclusiveRunError, UsageError } from '#engine/errors'
import { journaledRuns } from '#engine/journal'
import {
  lockMonitorFolder,
  MonitorMetrics,
  runChangeCommand,
  runOnSchedule,
  type ServedPages,
  servePages,
} from '#engine/monitor'
import { wholeShard } from '#engine/runner'
import { hasExplicitTarget } from '#engine/target'
import { comparisonRenderers } from '#reporters'
import type { Report } from '#results'
import { readExemptions } from '../files/exemptions.ts'
import { writeReadyFile } from '../files/ready-file.ts'
import { type Interruption, listenForInterrupts } from '../interrupts.ts'
import { monitorPages } from '../monitor/monitor-pages.ts'
import {
  changeBetween,
  describesSame,
  type MonitorChange,
  type MonitorState,
  restoredState,
} from '../monitor/monitor-state.ts'
import type { Language, SelectionFlags, TargetFlags } from '../options.ts'
import { printErrorLine, printLine } from '../output.ts'
import { startRunProgress } from '../progress/run-progress.ts'
import { changedOutcomes, firstOutcomes } from '../watch/changed-outcomes.ts'
import { cleanup } from './cleanup.ts'
import { type CurrentRun, checkReportFiles, runAll, stoppedNote } from './run.ts'
import { type RunFlags, targetOptions } from './run-flags.ts'
import { writeOutcome } from './run-outcome.ts'

export interface MonitorFlags extends TargetFlags, SelectionFlags {
  /** Milliseconds. */
  readonly every: number
  readonly host: string
  readonly port: number
  readonly out: string
  readonly history?: string
  readonly waivers?: string
  readonly onChange?: string
  readonly readyFile?: string
  readonly lang: Language
}

const changeCommandTimeoutMs = 60_000

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Returns the options that each run has as `run` would. */
function runFlagsOf(flags: MonitorFlags): RunFlags & { readonly history: string } {
  const { every, host, port, onChange, readyFile, history, ...others } = flags
  return {
    ...others,
    history: history ?? join(flags.out, 'history.db'),
    report: [{ format: 'json' }, { format: 'html' }],
    failOn: 'must',
    github: false,
    quiet: true,
    shard: wholeShard,
    repeat: 1,
  }
}

/** The runs of one `monitor`. */
class Monitor {
  /** Whether an interrupted run could not delete everything. */
  hasLeftovers = false
  readonly metrics = new MonitorMetrics()
  readonly #flags: MonitorFlags
  readonly #runFlags: RunFlags & { readonly history: string }
  readonly #interruption: Interruption
  readonly #current: CurrentRun
  #state: MonitorState | undefined
  #runs = 0

  constructor(flags: MonitorFlags, interruption: Interruption, current: CurrentRun) {
    this.#flags = flags
    this.#runFlags = runFlagsOf(flags)
    this.#interruption = interruption
    this.#current = current
    this.#state = restoredState(flags.out)
    if (this.#state?.report) this.metrics.show(this.#state.report)
  }

  /** When the next run is due, in milliseconds since the epoch. A restart does not change it. */
  get firstAt(): number {
    const startedAt = this.#state?.report?.startedAt
    return startedAt === undefined ? 0 : Date.parse(startedAt) + this.#flags.every
  }

  readonly run = async (): Promise<void> => {
    const before = this.#state
    const startedAt = new Date().toISOString().slice(0, 19)
    const after = await this.#test()
    if (after === undefined) return
    this.#runs++
    this.#state = after
    this.metrics.count(after.outcome)
    const change = changeBetween(before, after)
    for (const [index, line] of this.#describe(before, after).entries())
      printLine(`${index === 0 ? `${startedAt}Z ` : '  '}${line}`)
    if (change && this.#flags.onChange !== undefined) await this.#tell(this.#flags.onChange, change)
  }

  #describe(before: MonitorState | undefined, { outcome, report, error }: MonitorState): readonly string[] {
    if (outcome === 'untested' || report === undefined) return [`untested: ${error ?? ''}`]
    const [summary = '', ...failed] = firstOutcomes(report)
    const earlier = before?.report
    return [summary, ...(earlier && describesSame(earlier, report) ? changedOutcomes(earlier, report) : failed)]
  }

  /** Undefined for a run that was interrupted. */
  async #test(): Promise<MonitorState | undefined> {
    try {
      await this.#deleteLeftovers()
      const report = await this.#runOnce()
      if (report === undefined) return undefined
      this.metrics.show(report)
      this.metrics.addTransitions(report)
      return { outcome: report.verdict, report }
    } catch (error) {
      const isTemporary = error instanceof InconclusiveRunError || (this.#runs > 0 && error instanceof UsageError)
      if (!isTemporary) throw error
      return { outcome: 'untested', report: this.#state?.report, error: error.message }
    }
  }

  async #runOnce(): Promise<Report | undefined> {
    const flags = this.#runFlags
    const report = await runAll({
      flags,
      target: targetOptions(flags),
      embedded: undefined,
      exemptions: readExemptions(flags),
      progress: startRunProgress(process.stderr, { quiet: true }),
      interruption: this.#interruption,
      current: this.#current,
    })
    if (this.#interruption.exitCode() !== undefined) {
      this.hasLeftovers = report.resources.leaked.length > 0
      return undefined
    }
    await writeOutcome(report, flags, this.#interruption, printErrorLine)
    return report
  }

  /** Deletes the leftovers of runs in this folder that were killed or could not delete everything. */
  async #deleteLeftovers(): Promise<void> {
    const { out } = this.#flags
    if (journaledRuns(out).length > 0) await cleanup({ ...targetOptions(this.#runFlags), out })
  }

  async #tell(command: string, { before, after, comparison }: MonitorChange): Promise<void> {
    const problem = await runChangeCommand({
      command,
      variables: {
        CONFORMANCE_VERDICT: after.outcome,
        CONFORMANCE_PREVIOUS_VERDICT: before.outcome,
        CONFORMANCE_RUN: after.outcome === 'untested' ? '' : (after.report?.runId ?? ''),
        CONFORMANCE_REPORT: resolve(this.#flags.out, 'report.json'),
      },
      input: comparison ? comparisonRenderers.json(comparison) : `${JSON.stringify({ error: after.error ?? null })}\n`,
      timeoutMs: changeCommandTimeoutMs,
    })
    if (problem !== undefined) printErrorLine(`--on-change: the command ${problem}`)
  }
}

async function serve({ host, port }: MonitorFlags, pages: ServedPages) {
  try {
    return await servePages(host, port, pages)
  } catch (cause) {
    throw new UsageError(`the pages cannot be served on ${host}:${port} (${messageOf(cause)})`, { cause })
  }
}

/** Tests a target on a schedule until a signal arrives, and serves reports, history and metrics. Returns the exit code. */
export async function monitor(flags: MonitorFlags): Promise<number> {
  const runFlags = runFlagsOf(flags)
  if (!hasExplicitTarget(runFlags, process.env))
    throw new UsageError('monitor requires a target: --target, --config or the environment')
  await checkReportFiles(runFlags)
  const unlock = lockMonitorFolder(flags.out)
  const current: CurrentRun = { id: undefined }
  const interruption = listenForInterrupts({
    print: printErrorLine,
    stopping: 'finishing and deleting what was created; repeat to exit immediately.',
    exiting: () => stoppedNote(runFlags, current),
  })
  try {
    const monitored = new Monitor(flags, interruption, current)
    const server = await serve(flags, monitorPages(runFlags, monitored.metrics))
    try {
      if (flags.readyFile !== undefined) writeReadyFile(flags.readyFile, { url: server.url })
      printErrorLine(`Serving the latest report on ${server.url}. Press Ctrl-C to stop.`)
      const schedule = { everyMs: flags.every, firstAt: monitored.firstAt, signal: interruption.signal }
      await runOnSchedule(schedule, monitored.run, (runs) => monitored.metrics.countSkipped(runs))
      return monitored.hasLeftovers ? 3 : 0
    } finally {
      await server.close()
    }
  } finally {
    interruption.stopListening()
    unlock()
  }
}
