import type { Fault } from '#emulator'
import { InconclusiveRunError } from '#engine/errors'
import { type Edition, editions } from '#model'
import { editionOfFault } from './fault-edition.ts'
import { FaultQueue } from './fault-queue.ts'
import type { FaultGroup, GroupingKnowledge } from './group-faults.ts'
import type { MeasuredGroups } from './measured-groups.ts'
import { isClean, type MutantRun } from './mutant-run.ts'
import { type MutantResult, MutationResults } from './mutation-results.ts'
import { runTasks } from './run-tasks.ts'

/** Runs the suites against an emulator with faults. */
export interface Worker {
  /** Never rejects: a failure becomes an error of the run. */
  run(faults: readonly string[]): Promise<MutantRun>
  /** The runs without a fault, one in each of these editions, as one. Never rejects, either. */
  runBaseline(editions: readonly Edition[]): Promise<MutantRun>
}

/** Workers that run mutants at the same time. */
export interface WorkerPool {
  readonly workers: readonly Worker[]
  /** @param immediately ends runs in progress instead of waiting for them */
  close(immediately?: boolean): Promise<void>
}

/** The options of a mutation test. */
export interface MutationOptions {
  readonly faults: readonly Fault[]
  /** Results of earlier runs, which decide which faults may share a run. Default: none, so that each runs alone. */
  readonly knowledge?: GroupingKnowledge
  /** Aborted to stop immediately. */
  readonly signal: AbortSignal
  onResult(result: MutantResult): void
  /** Before a fault is run again; `remaining` faults have to be, including this one. */
  onRerun(fault: Fault, remaining: number): void
}

/** The result of a mutation test. */
export interface MutationOutcome {
  readonly results: readonly MutantResult[]
  /** Runs without a fault, under the same conditions. */
  readonly baselineRuns: readonly MutantRun[]
  /** The faults that have shared a run. */
  readonly groups: MeasuredGroups
}

/** Performs a run without a fault, repeated if something else on the machine may have disturbed it. */
async function runBaseline(faults: readonly Fault[], worker: Worker): Promise<MutantRun> {
  const tested = editions.filter((edition) => faults.some((fault) => editionOfFault(fault) === edition))
  const run = await worker.runBaseline(tested)
  return isClean(run) ? run : worker.runBaseline(tested)
}

/** Performs the first round: each fault once, alone or in a group. */
async function runAll(
  { faults, knowledge = { masked: new Map() }, signal }: MutationOptions,
  { workers }: WorkerPool,
  results: MutationResults,
): Promise<Pick<MutationOutcome, 'baselineRuns' | 'groups'>> {
  const baselineRuns: MutantRun[] = []
  const baselineFailed = new AbortController()
  const queue = new FaultQueue(faults, knowledge)
  /** Returns the groups that have to be run next. */
  const runGroup = async (group: FaultGroup, worker: Worker): Promise<readonly FaultGroup[]> => {
    const run = await worker.run(group.map(({ name }) => name))
    if (signal.aborted) return []
    const { runs, next } = queue.record(group, run)
    for (const [fault, part] of runs) results.record(fault, part)
    return next
  }
  // The baseline runs beside the first mutants, so that the machine is as busy as during all others.
  const tasks: readonly (FaultGroup | undefined)[] = [undefined, ...queue.groups]
  const stopped = AbortSignal.any([signal, baselineFailed.signal])
  await runTasks(tasks, workers, stopped, async (group, worker) => {
    if (group) return runGroup(group, worker)
    const run = await runBaseline(faults, worker)
    if (signal.aborted) return []
    baselineRuns.push(run)
    if (!isClean(run)) baselineFailed.abort()
    return []
  })
  return { baselineRuns, groups: queue.measured }
}

/** Performs the second round: undecided faults one at a time, so that other runs do not slow them down. */
async function rerunUndecided(
  { signal, onRerun }: MutationOptions,
  { workers }: WorkerPool,
  results: MutationResults,
): Promise<void> {
  const { undecided } = results
  await runTasks([...undecided.entries()], workers.slice(0, 1), signal, async ([index, fault], worker) => {
    onRerun(fault, undecided.length - index)
    while (results.isUndecided(fault)) {
      const run = await worker.run([fault.name])
      if (signal.aborted) return []
      results.record(fault, run)
    }
    return []
  })
}

/**
 * Runs the suites with each fault, and again with those that do not match their declaration, until two runs agree. Stops when a
 * baseline run does not pass, since its results would prove nothing. Interrupted runs are not in the outcome. Closes the pool.
 */
export async function runMutations(options: MutationOptions, pool: WorkerPool): Promise<MutationOutcome> {
  const results = new MutationResults(options.faults, options.onResult)
  const stop = () => void pool.close(true)
  options.signal.addEventListener('abort', stop)
  try {
    const { baselineRuns, groups } = await runAll(options, pool, results)
    if (baselineRuns.every(isClean)) await rerunUndecided(options, pool, results)
    return { results: results.results, baselineRuns, groups }
  } finally {
    options.signal.removeEventListener('abort', stop)
    await pool.close()
  }
}

/** Throws an InconclusiveRunError when a baseline run did not pass: then the test proves nothing about any fault. */
export function assertBaseline({ baselineRuns }: MutationOutcome): void {
  const failed = baselineRuns.find((run) => !isClean(run))
  if (failed === undefined) return
  const { failures, masked, errors } = failed
  const problems = [...[...failures, ...masked].map(({ requirement }) => requirement), ...errors]
  throw new InconclusiveRunError(`the baseline run without a fault did not pass: ${problems.slice(0, 5).join(', ')}`)
}
