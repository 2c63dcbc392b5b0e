import { ComputeClient, InconclusiveError, type RunContext } from '#harness/core'
import { emptyEvidence } from '#model'
import type { ExploreCapabilities } from './commands/command.ts'
import { deleteCreated, performSteps, type Walk, type WalkOptions } from './walk.ts'
import { type EarlierResults, WalkContext } from './walk-context.ts'

/** A walk that has ended, with its client and model. */
export interface FinishedWalk {
  readonly walk: Walk
  readonly context: WalkContext
}

/** The parts of an exploration that a walk uses. */
export interface WalkEnvironment {
  readonly run: RunContext
  readonly capabilities: ExploreCapabilities
  readonly earlier: EarlierResults
}

/** Runs one walk on separate resources, and deletes them. */
export async function runWalk(
  { run, capabilities, earlier }: WalkEnvironment,
  options: WalkOptions,
): Promise<FinishedWalk> {
  const skip = (reason: string): never => {
    throw new InconclusiveError(reason)
  }
  const compute = new ComputeClient(run, emptyEvidence(), { signal: options.signal, skip })
  const context = new WalkContext(compute, capabilities, earlier)
  try {
    return { walk: await performSteps(context, options), context }
  } finally {
    await deleteCreated(context)
  }
}
