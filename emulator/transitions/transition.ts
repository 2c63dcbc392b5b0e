import type { Due } from '../scheduler.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Server, TaskState } from '../state/servers.ts'
import type { TimedOperation } from '../timing.ts'
import type { TransitionName } from './events.ts'

/** What happens to a server on its way; `subject` is the id of whatever else the journey is about, or ''. */
type Step = (world: CloudState, server: Server, at: number, subject: string) => void

/** One task state on the way, and the share of the whole time that it lasts. */
export interface Stage {
  readonly task: TaskState
  readonly share: number
  /** What becomes true when the stage begins. */
  readonly enter?: Step
}

/** A change of a server that takes time: its stages, then its arrival with no task left. */
export interface Transition {
  readonly name: TransitionName
  readonly lasts: TimedOperation
  readonly stages: readonly [Stage, ...Stage[]]
  readonly arrive: Step
}

/** How long one occurrence of something takes: in milliseconds, or in reads. */
export type Duration = { readonly milliseconds: number } | { readonly reads: number }

/** Draws the span of one occurrence. */
export function spanOf(world: CloudState, operation: TimedOperation): Duration {
  const duration = world.timing[operation]
  if (typeof duration === 'number') return { milliseconds: duration }
  if ('polls' in duration) return { reads: duration.polls }
  const [shortest, longest] = duration
  return { milliseconds: shortest + world.random.next() * (longest - shortest) }
}

/** When a share of a span that began at `start` is over. */
export function dueAfter(span: Duration, start: number, share = 1): Due {
  if ('milliseconds' in span) return { at: start + span.milliseconds * share }
  // 0.3 + 0.25 + 0.2 + 0.25 is not exactly 1: the last stage must not wait for a read more than the whole does.
  const reads = Math.ceil(span.reads * share - 1e-9)
  return reads === 0 ? { at: start } : { reads }
}

/** Sets a server on its way at `start`; whatever it was still to do before is forgotten. */
export function begin(world: CloudState, server: Server, journey: Transition, start: number, subject = ''): void {
  world.agenda.cancel(server.id)
  const span = spanOf(world, journey.lasts)
  const { name } = journey
  const watched = subject === '' ? [server.id] : [server.id, subject]
  enterStage(world, server, journey, 0, start, subject)
  let share = journey.stages[0].share
  for (let stage = 1; stage < journey.stages.length; stage++) {
    const event = { kind: 'stage', journey: name, stage, subject } as const
    world.agenda.schedule({ due: dueAfter(span, start, share), owner: server.id, watched, event })
    share += journey.stages[stage]?.share ?? 0
  }
  const event = { kind: 'arrival', journey: name, subject } as const
  world.agenda.schedule({ due: dueAfter(span, start), owner: server.id, watched, event })
}

export function enterStage(
  world: CloudState,
  server: Server,
  journey: Transition,
  number: number,
  at: number,
  subject: string,
): void {
  const stage = journey.stages[number]
  if (stage === undefined) return
  server.taskState = stage.task
  server.updatedAt = at
  stage.enter?.(world, server, at, subject)
}

export function complete(world: CloudState, server: Server, journey: Transition, at: number, subject: string): void {
  server.taskState = null
  server.updatedAt = at
  journey.arrive(world, server, at, subject)
}
