import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { faults as allFaults, type Fault } from '#emulator'
import { InconclusiveRunError, UsageError } from '../../engine/errors.ts'
import { consoleSummary } from './mutation-summary.ts'
import { jsonReport } from '../../engine/mutation/json-report.ts'
import { markdownReport } from '../../engine/mutation/markdown-report.ts'
import { mutationProgressOn } from '../progress/mutation-progress.ts'
import { isClean, type MutationOutcome, runMutations } from '../../engine/mutation/run-mutations.ts'
import { selectFaults } from '../../engine/mutation/select-faults.ts'
import { ProcessPool } from '../../engine/mutation/worker-pool.ts'
import { listenForInterrupts } from '../interrupts.ts'
import { toolVersion } from '../../engine/tool-version.ts'
import { ensureOptionFolder } from '../files/output-folder.ts'

/** Everything `trial` takes, after the command line has been read. */
export interface MutationTestOptions {
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

function checkDocs({ docs }: MutationTestOptions, chosen: readonly Fault[]): void {
  if (docs !== undefined && chosen.length < allFaults.length)
    throw new UsageError('--docs needs a run of all faults: leave --fault and --shard out.')
}

/** A bench that is not steady without a fault cannot say what a fault does. */
function checkControls({ baselineRuns }: MutationOutcome): void {
  const { failures = [], masked = [], errors = [] } = baselineRuns.find((control) => !isClean(control)) ?? {}
  const what = [...[...failures, ...masked].map(({ requirement }) => requirement), ...errors]
  if (what.length === 0) return
  throw new InconclusiveRunError(
    `without any fault, not everything passes (${what.slice(0, 5).join(', ')}): nothing was proved`,
  )
}

/**
 * Runs all suites against the embedded emulator once per fault and writes the kill matrix. Exit code 0 when every fault is as it
 * declares: its own requirement fails, and no other that it does not name with a reason; else 1.
 */
export async function mutationTest(command: MutationTestOptions): Promise<number> {
  const chosen = selectFaults(command.faults, command.shard)
  checkDocs(command, chosen)
  ensureOptionFolder('--out', command.out)
  if (command.docs !== undefined) ensureOptionFolder('--docs', dirname(command.docs))
  const startedAt = new Date()
  const jobs = Math.min(command.jobs, chosen.length)
  const progress = mutationProgressOn(process.stderr, chosen.length, command.quiet)
  const interruption = listenForInterrupts(
    progress.say,
    () => 'Stopped at once.',
    'stopping; what was decided by now is written.',
  )
  try {
    const { signal } = interruption
    const { tried: onTried } = progress
    const onAgain = ({ name }: Fault, left: number): void => progress.again(name, left)
    const proceeded = await runMutations({ faults: chosen, jobs, signal, onResult, onRerun }, new ProcessPool(jobs))
    progress.stop()
    const durationMs = Date.now() - startedAt.getTime()
    write(command, proceeded, jsonReport(proceeded, { tool: toolVersion, startedAt, durationMs, jobs }))
    process.stdout.write(`${consoleSummary(proceeded, durationMs, jobs)}\n`)
    const interrupted = interruption.exitCode()
    if (interrupted !== undefined) return interrupted
    checkControls(proceeded)
    return proceeded.results.every(({ asDeclared }) => asDeclared) ? 0 : 1
  } finally {
    progress.stop()
    interruption.release()
  }
}

function write({ out, docs }: MutationTestOptions, { results }: MutationOutcome, record: object): void {
  writeFileSync(join(out, 'mutation-test.json'), `${JSON.stringify(record, null, 2)}\n`)
  if (docs === undefined) return
  const rows = results.map(({ fault, verdict: { killed, collateral } }) => ({
    fault,
    killed,
    strays: collateral.map(({ requirement }) => requirement),
  }))
  writeFileSync(docs, markdownReport(rows))
}
