import { ComputeClient, InconclusiveError, type RunContext } from '#harness/core'
import { emptyEvidence } from '#model'
import type { Offer } from './commands/command.ts'
import { endLife, type Life, type LifeOptions, live } from './life.ts'
import { type Experience, World } from './world.ts'

/** A life that is over, and the target as it was during that life. */
export interface LivedLife {
  readonly life: Life
  readonly world: World
}

/** Where a life takes place. */
export interface Place {
  readonly run: RunContext
  readonly offer: Offer
  readonly experience: Experience
}

/** Lives one life, on resources of its own, and deletes them. */
export async function liveOnce({ run, offer, experience }: Place, options: LifeOptions): Promise<LivedLife> {
  const skip = (reason: string): never => {
    throw new InconclusiveError(reason)
  }
  const compute = new ComputeClient(run, emptyEvidence(), { signal: options.signal, skip })
  const world = new World(compute, offer, experience)
  try {
    return { life: await live(world, options), world }
  } finally {
    await endLife(world)
  }
}
