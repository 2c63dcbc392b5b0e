import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { faults as allFaults, type Fault } from '#emulator'
import { openFolder } from '../output-folder.ts'
import { listenForInterrupts } from '../run/interrupt.ts'
import { toolVersion } from '../run/tool-version.ts'
import { Crew } from '../trial/crew.ts'
import { isSpotless, type Proceeded, proceed } from '../trial/proceed.ts'
import { trialProgressOn } from '../trial/progress.ts'
import { recordOf } from '../trial/record.ts'
import { chosenFaults } from '../trial/selection.ts'
import { summaryOf } from '../trial/summary.ts'
import { tableOf } from '../trial/table.ts'
import { NoJudgement, UsageError } from '../usage-error.ts'

/** Everything `trial` takes, after the command line has been read. */
export interface TrialCommand {
  /** Names with `*`; none means all. */
  readonly faults: readonly string[]
  /** How many faults are tried at a time. */
  readonly jobs: number
  readonly out: string
  readonly shard: { readonly index: number; readonly count: number }
  /** File of the markdown table. */
  readonly docs?: string
  readonly quiet: boolean
}

function checkDocs({ docs }: TrialCommand, chosen: readonly Fault[]): void {
  if (docs !== undefined && chosen.length < allFaults.length)
    throw new UsageError('--docs needs a trial of all faults: leave --fault and --shard out.')
}

/** A bench that is not steady without a fault cannot say what a fault does. */
function checkControls({ controls }: Proceeded): void {
  const { failures = [], blind = [], troubles = [] } = controls.find((control) => !isSpotless(control)) ?? {}
  const what = [...[...failures, ...blind].map(({ requirement }) => requirement), ...troubles]
  if (what.length === 0) return
  throw new NoJudgement(`without any fault, not everything passes (${what.slice(0, 5).join(', ')}): nothing was proved`)
}

/**
 * Runs all suites against the embedded emulator once per fault and writes the kill matrix. Exit code 0 when every fault is as it
 * declares: its own requirement fails, and no other that it does not name with a reason; else 1.
 */
export async function trial(command: TrialCommand): Promise<number> {
  const chosen = chosenFaults(command.faults, command.shard)
  checkDocs(command, chosen)
  openFolder('--out', command.out)
  if (command.docs !== undefined) openFolder('--docs', dirname(command.docs))
  const startedAt = new Date()
  const jobs = Math.min(command.jobs, chosen.length)
  const progress = trialProgressOn(process.stderr, chosen.length, command.quiet)
  const interruption = listenForInterrupts(
    progress.say,
    () => 'Stopped at once.',
    'stopping; what was decided by now is written.',
  )
  try {
    const { signal } = interruption
    const { tried: onTried } = progress
    const onAgain = ({ name }: Fault, left: number): void => progress.again(name, left)
    const proceeded = await proceed({ faults: chosen, jobs, signal, onTried, onAgain }, new Crew(jobs))
    progress.stop()
    const durationMs = Date.now() - startedAt.getTime()
    write(command, proceeded, recordOf(proceeded, { tool: toolVersion, startedAt, durationMs, jobs }))
    process.stdout.write(`${summaryOf(proceeded, durationMs, jobs)}\n`)
    const interrupted = interruption.exitCode()
    if (interrupted !== undefined) return interrupted
    checkControls(proceeded)
    return proceeded.tried.every(({ asDeclared }) => asDeclared) ? 0 : 1
  } finally {
    progress.stop()
    interruption.release()
  }
}

function write({ out, docs }: TrialCommand, { tried }: Proceeded, record: object): void {
  writeFileSync(join(out, 'trial.json'), `${JSON.stringify(record, null, 2)}\n`)
  if (docs === undefined) return
  const rows = tried.map(({ fault, verdict: { killed, strays } }) => ({
    fault,
    killed,
    strays: strays.map(({ requirement }) => requirement),
  }))
  writeFileSync(docs, tableOf(rows))
}
