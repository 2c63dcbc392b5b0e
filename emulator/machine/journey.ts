import type { Server, TaskState } from '../state/servers.ts'
import { lengthOf, type World } from '../state/world.ts'
import type { TimedOperation } from '../timing.ts'

/** One task state on the way, and the share of the whole time that it lasts. */
export interface Stage {
  readonly task: TaskState
  readonly share: number
  /** What becomes true when the stage begins. */
  readonly enter?: (world: World, server: Server, at: number) => void
}

/** A change of a server that takes time: its stages, then its arrival with no task left. */
export interface Journey {
  readonly lasts: TimedOperation
  readonly stages: readonly [Stage, ...Stage[]]
  readonly arrive: (world: World, server: Server, at: number) => void
}

/** Sets a server on its way at `start`; whatever it was still to do before is forgotten. */
export function depart(world: World, server: Server, journey: Journey, start: number): void {
  world.agenda.cancel(server.id)
  const length = lengthOf(world, journey.lasts)
  const [first, ...rest] = journey.stages
  enter(world, server, first, start)
  let at = start + first.share * length
  for (const stage of rest) {
    world.agenda.schedule(at, server.id, (now) => enter(world, server, stage, now))
    at += stage.share * length
  }
  world.agenda.schedule(start + length, server.id, (now) => {
    server.taskState = null
    server.updatedAt = now
    journey.arrive(world, server, now)
  })
}

function enter(world: World, server: Server, stage: Stage, at: number): void {
  server.taskState = stage.task
  server.updatedAt = at
  stage.enter?.(world, server, at)
}
