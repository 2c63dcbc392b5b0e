import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packageRoot } from '#contract'
import type { Fault } from '#emulator'
import { UsageError } from '#engine/errors'
import {
  assertBaseline,
  changedFaults,
  changedSince,
  type MutationOutcome,
  maskedRequirements,
  maskedRequirementsJson,
  measuredGroups,
  measuredGroupsJson,
  mutationJson,
  mutationMarkdown,
  ProcessPool,
  runMutations,
  selectFaults,
} from '#engine/mutation'
import { type Shard, wholeShard } from '#engine/runner'
import { ensureOptionFolder } from '../files/output-folder.ts'
import { listenForInterrupts } from '../interrupts.ts'
import { startMutationProgress } from '../progress/mutation-progress.ts'
import { mutationSummary } from './mutation-summary.ts'

export interface MutationTestFlags {
  /** Names and patterns; none selects all faults. */
  readonly fault?: readonly string[]
  /** A Git revision: only the faults that the changes since then can concern. */
  readonly changedSince?: string
  readonly jobs: number
  readonly out: string
  readonly shard: Shard
  /** The file of the Markdown table. */
  readonly docs?: string
  /** The file for the requirements that each fault leaves undecided. */
  readonly masked?: string
  /** The file for the groups of faults that have shared a run. */
  readonly groups?: string
  /** Runs faults together that are known not to hide each other. */
  readonly grouped?: boolean
  readonly quiet?: boolean
}

function checkFolders({ out, docs, masked, groups, grouped }: MutationTestFlags, faults: readonly Fault[]): void {
  if (groups !== undefined && !grouped) throw new UsageError('--groups requires --grouped')
  for (const [option, file] of [
    ['--docs', docs],
    ['--masked', masked],
    ['--groups', groups],
  ] as const) {
    if (file === undefined) continue
    if (faults.length < selectFaults([], wholeShard).length)
      throw new UsageError(`${option} requires all faults: remove --fault, --changed-since and --shard`)
    ensureOptionFolder(option, dirname(file))
  }
  ensureOptionFolder('--out', out)
}

function writeDocs(file: string, { results }: MutationOutcome): void {
  const rows = results.map(({ fault, verdict: { killed, collateral } }) => ({
    fault,
    killed,
    collateral: collateral.map(({ requirement }) => requirement),
  }))
  writeFileSync(file, mutationMarkdown(rows))
}

/** Returns the faults to run. Prints how the changes since a revision select them. */
function faultsToRun({ fault = [], shard, changedSince: revision }: MutationTestFlags): readonly Fault[] {
  if (revision === undefined) return selectFaults(fault, shard)
  const { faults: changed, sharedFile } = changedFaults(changedSince(revision, packageRoot))
  const faults = selectFaults(fault, shard, changed)
  const reason = sharedFile === undefined ? '' : `: every fault depends on ${sharedFile}`
  process.stdout.write(`The changes since ${revision} select ${faults.length} faults${reason}.\n`)
  return faults
}

/** Writes mutation-test.json, and the files that the options name. */
function writeResults(
  flags: MutationTestFlags,
  outcome: MutationOutcome,
  summary: Parameters<typeof mutationJson>[1],
): void {
  const { out, docs, masked, groups, grouped } = flags
  writeFileSync(join(out, 'mutation-test.json'), `${JSON.stringify(mutationJson(outcome, summary), null, 2)}\n`)
  if (docs !== undefined) writeDocs(docs, outcome)
  if (masked !== undefined)
    writeFileSync(masked, maskedRequirementsJson(outcome.results, grouped ? maskedRequirements() : undefined))
  if (groups !== undefined) writeFileSync(groups, measuredGroupsJson(outcome.groups))
}

/**
 * Runs the suites with each fault and writes mutation-test.json. Returns 0 when every fault is killed with exactly the collateral
 * failures that it declares, else 1. Throws an InconclusiveRunError when the suites do not pass without a fault.
 */
export async function mutationTest(flags: MutationTestFlags): Promise<number> {
  const faults = faultsToRun(flags)
  checkFolders(flags, faults)
  if (faults.length === 0) return 0
  const startedAt = new Date()
  const jobs = Math.min(flags.jobs, faults.length)
  const progress = startMutationProgress(process.stderr, faults.length, flags.quiet ?? false)
  const interruption = listenForInterrupts({
    print: progress.print,
    stopping: 'stopping, and writing the results so far.',
    exiting: () => 'Stopped.',
  })
  try {
    const outcome = await runMutations(
      {
        faults,
        ...(flags.grouped ? { knowledge: { masked: maskedRequirements(), measured: measuredGroups() } } : {}),
        signal: interruption.signal,
        onResult: progress.finish,
        onRerun: ({ name }, remaining) => progress.rerun(name, remaining),
      },
      new ProcessPool(jobs),
    )
    progress.stop()
    const summary = { startedAt, durationMs: Date.now() - startedAt.getTime(), jobs }
    writeResults(flags, outcome, summary)
    process.stdout.write(`${mutationSummary(outcome, summary)}\n`)
    const interrupted = interruption.exitCode()
    if (interrupted !== undefined) return interrupted
    assertBaseline(outcome)
    return outcome.results.every(({ asDeclared }) => asDeclared) ? 0 : 1
  } finally {
    progress.stop()
    interruption.stopListening()
  }
}
