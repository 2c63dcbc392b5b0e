import { ComputeClient, InconclusiveError, type RunContext } from '#harness/core'
import { emptyEvidence } from '#model'
import type { ExploreCapabilities } from './commands/command.ts'
import { deleteCreated, performSteps, type Walk, type WalkOptions } from './walk.ts'
import { type EarlierResults, World } from './world.ts'

/** A walk that has ended, with its client and model. */
export interface FinishedWalk {
  readonly walk: Walk
  readonly world: World
}

/** Everything that a walk takes from its exploration. */
export interface WalkEnvironment {
  readonly run: RunContext
  readonly capabilities: ExploreCapabilities
  readonly earlier: EarlierResults
}

/** Runs one walk on resources of its own, and deletes them. */
export async function runWalk(
  { run, capabilities, earlier }: WalkEnvironment,
  options: WalkOptions,
): Promise<FinishedWalk> {
  const skip = (reason: string): never => {
    throw new InconclusiveError(reason)
  }
  const compute = new ComputeClient(run, emptyEvidence(), { signal: options.signal, skip })
  const world = new World(compute, capabilities, earlier)
  try {
    return { walk: await performSteps(world, options), world }
  } finally {
    await deleteCreated(world)
  }
}
