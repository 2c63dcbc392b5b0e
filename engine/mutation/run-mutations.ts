import type { Fault } from '#emulator'
import type { MutantRun } from './mutant-run.ts'
import { type MutantResult, MutationResults } from './mutation-results.ts'
import type { MutantTimeouts } from './timeouts.ts'

/** Runs the suites against an emulator with one fault, or without any. Never throws. */
export interface Worker {
  run(fault: string | undefined, pace: MutantTimeouts): Promise<MutantRun>
}

/** Several testers that share the work. */
export interface WorkerPool {
  /** Gives each of `size` testers the next task as soon as it is free, until none is left or the signal is aborted. */
  forEach<Task>(
    tasks: readonly Task[],
    size: number,
    signal: AbortSignal,
    work: (task: Task, tester: Worker) => Promise<void>,
  ): Promise<void>
  /** `now`: without waiting for what is under way. */
  close(now?: boolean): Promise<void>
}

export interface MutationOptions {
  readonly faults: readonly Fault[]
  /** How many are tried at a time. */
  readonly jobs: number
  /** Aborted when all is to stop at once. */
  readonly signal: AbortSignal
  /** Told of every fault whose result stands. */
  onResult(tried: MutantResult): void
  /** Told what is tried again, and how many are left to be. */
  onRerun(fault: Fault, left: number): void
}

/** What a trial found. Controls are runs without a fault, under the same conditions. */
export interface MutationOutcome {
  readonly results: readonly MutantResult[]
  readonly baselineRuns: readonly MutantRun[]
}

/** Whether a run found nothing to say. */
export const isClean = ({ failures, masked, errors }: MutantRun): boolean =>
  failures.length === 0 && masked.length === 0 && errors.length === 0

/** A run without a fault; with the waits of an ordinary run if short ones were too short. */
async function control(tester: Worker): Promise<MutantRun> {
  const quick = await tester.run(undefined, 'quick')
  return isClean(quick) ? quick : tester.run(undefined, 'patient')
}

/** The first round: every fault once, `jobs` at a time, with short waits. Returns the controls. */
async function tryAll(
  { faults, jobs, signal }: MutationOptions,
  team: WorkerPool,
  docket: MutationResults,
): Promise<MutantRun[]> {
  const controls: MutantRun[] = []
  const vain = new AbortController()
  // One control opens every tester's work, and more work than that there is not without a fault.
  const tasks: (Fault | undefined)[] = [...Array.from({ length: jobs }, () => undefined), ...faults]
  await team.forEach(tasks, jobs, AbortSignal.any([signal, vain.signal]), async (fault, tester) => {
    if (fault) {
      const attempt = await tester.run(fault.name, 'quick')
      if (!signal.aborted) docket.record(fault, attempt)
      return
    }
    const attempt = await control(tester)
    if (signal.aborted) return
    controls.push(attempt)
    if (!isClean(attempt)) vain.abort()
  })
  return controls
}

/** The second round, for what is not as declared: alone, and with the waits of an ordinary run. */
async function tryAgain(
  { signal, onRerun }: MutationOptions,
  team: WorkerPool,
  docket: MutationResults,
): Promise<void> {
  const again = docket.open
  await team.forEach([...again.entries()], 1, signal, async ([position, fault], tester) => {
    onRerun(fault, again.length - position)
    while (docket.isOpen(fault)) {
      const attempt = await tester.run(fault.name, 'patient')
      if (signal.aborted) return
      docket.record(fault, attempt)
    }
  })
}

/**
 * Tries every fault, and again what is then not as declared, until two attempts agree. A bench that finds fault with a
 * healthy emulator proves nothing, so that ends the trial. What was interrupted is left out. The team is closed in the end.
 */
export async function runMutations(order: MutationOptions, team: WorkerPool): Promise<MutationOutcome> {
  const docket = new MutationResults(order.faults, order.onResult)
  const stop = () => void team.close(true)
  order.signal.addEventListener('abort', stop)
  try {
    const controls = await tryAll(order, team, docket)
    if (controls.every(isClean)) await tryAgain(order, team, docket)
    return { results: docket.tried, baselineRuns }
  } finally {
    order.signal.removeEventListener('abort', stop)
    await team.close()
  }
}
