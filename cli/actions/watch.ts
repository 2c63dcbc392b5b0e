import { InconclusiveRunError, UsageError } from '#engine/errors'
import type { Exemptions } from '#engine/runner'
import { hasExplicitTarget } from '#engine/target'
import type { Report } from '#results'
import { readExemptions } from '../files/exemptions.ts'
import { readReport } from '../files/report-file.ts'
import { reportFolder } from '../files/report-folder.ts'
import { listenForInterrupts } from '../interrupts.ts'
import { startRunProgress } from '../progress/run-progress.ts'
import { acceptsConnections, onEachStart, RunRequests } from '../watch/requests.ts'
import { watchRuns } from '../watch/watch-runs.ts'
import { type CurrentRun, checkReportFiles, type RunSetup, runAll, stoppedNote } from './run.ts'
import { failedRequirements, type RunFlags, targetOptions } from './run-flags.ts'
import { writeOutcome } from './run-outcome.ts'

const intervalMs = 250

function checkFlags(flags: RunFlags): void {
  const { shard, repeat, embedded = false, plan = false } = flags
  const others = { '--shard': shard.count > 1, '--repeat': repeat > 1, '--embedded': embedded, '--plan': plan }
  const [name] = Object.entries(others).find(([, isSet]) => isSet) ?? []
  if (name !== undefined) throw new UsageError(`--watch and ${name} cannot be combined`)
  if (!hasExplicitTarget(flags, process.env))
    throw new UsageError('--watch requires a target: --target, --config or the environment')
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** The runs of one `run --watch`, and its exit code. */
class WatchedTarget {
  /** The exit code of the last run; 130 if there was none or it was interrupted. */
  exitCode = 130
  readonly #flags: RunFlags
  readonly #exemptions: Exemptions
  readonly #requests = new RunRequests()
  readonly #ending = new AbortController()
  #isObserved = false

  constructor(flags: RunFlags, exemptions: Exemptions) {
    this.#flags = flags
    this.#exemptions = exemptions
    if (flags.target === undefined) this.#requests.add()
    else this.#observe(flags.target, false)
    process.stdin.on('data', this.#requests.add)
  }

  readonly next = async (): Promise<boolean> => {
    if (this.#ending.signal.aborted) return false
    const interruption = listenForInterrupts({ print: () => undefined, stopping: '', exiting: () => '' })
    try {
      if (!this.#requests.isPending) print('Waiting for the target to start; Enter runs again, Ctrl-C ends.')
      return await this.#requests.next(AbortSignal.any([interruption.signal, this.#ending.signal]))
    } finally {
      interruption.stopListening()
    }
  }

  /** Tests the target: everything, or only what did not pass in `earlier`. Undefined if there is no complete report. */
  readonly run = async (earlier?: Report): Promise<Report | undefined> => {
    const progress = startRunProgress(process.stderr, this.#flags)
    const current: CurrentRun = { id: undefined }
    const interruption = listenForInterrupts({
      print: progress.print,
      stopping: 'finishing and deleting what was created; repeat to exit immediately.',
      exiting: () => stoppedNote(this.#flags, current),
    })
    try {
      return await this.#runUntil({ interruption, progress, current }, earlier)
    } catch (error) {
      if (!(error instanceof InconclusiveRunError)) throw error
      print(error.message)
      this.exitCode = interruption.exitCode() ?? error.exitCode
      return undefined
    } finally {
      progress.stop()
      interruption.stopListening()
      if (interruption.exitCode() !== undefined) this.#ending.abort()
    }
  }

  end(): void {
    this.#ending.abort()
    process.stdin.off('data', this.#requests.add)
    process.stdin.pause()
  }

  async #runUntil(
    { interruption, progress, current }: Pick<RunSetup, 'interruption' | 'progress' | 'current'>,
    earlier: Report | undefined,
  ): Promise<Report | undefined> {
    const flags = this.#flags
    const target = targetOptions(flags)
    const report = await runAll({
      flags: { ...flags, quiet: true },
      target: earlier === undefined ? target : { ...target, only: [], failed: failedRequirements(earlier) },
      embedded: undefined,
      exemptions: this.#exemptions,
      progress,
      interruption,
      current,
      onComputeUrl: (url) => this.#observe(url, true),
    })
    progress.stop()
    if (earlier === undefined)
      this.exitCode = await writeOutcome(report, { ...flags, out: reportFolder(flags) }, interruption, print)
    this.exitCode = interruption.exitCode() ?? this.exitCode
    return interruption.exitCode() === undefined ? report : undefined
  }

  #observe(url: string, isUp: boolean): void {
    if (this.#isObserved) return
    this.#isObserved = true
    const observation = { isUp: () => acceptsConnections(url), intervalMs, signal: this.#ending.signal }
    void onEachStart(this.#requests.add, isUp, observation)
  }
}

/**
 * Tests a target each time that it has started, and on Enter, until Ctrl-C. The first run waits for a target that `--target` names.
 * With `--failed`, the first run begins with what did not pass there. Prints changes instead of the console report.
 */
export async function watch(given: RunFlags): Promise<number> {
  checkFlags(given)
  const { failed, ...others } = given
  const flags: RunFlags = { ...others, report: given.report.filter(({ format }) => format !== 'console') }
  const earlier = failed === undefined ? undefined : readReport(failed)
  await checkReportFiles(flags)
  const target = new WatchedTarget(flags, readExemptions(flags))
  try {
    await watchRuns({ next: target.next, run: target.run, print }, earlier)
    return target.exitCode
  } finally {
    target.end()
  }
}
