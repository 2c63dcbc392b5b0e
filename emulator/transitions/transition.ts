import type { Due } from '../scheduler.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Server, TaskState } from '../state/servers.ts'
import type { TimedOperation } from '../timing.ts'
import type { TransitionName } from './events.ts'

/** What happens to a server on its way; `subject` is the id of whatever else the journey is about, or ''. */
type Step = (cloud: CloudState, server: Server, at: number, subject: string) => void

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
export function spanOf(cloud: CloudState, operation: TimedOperation): Duration {
  const duration = cloud.timing[operation]
  if (typeof duration === 'number') return { milliseconds: duration }
  if ('polls' in duration) return { reads: duration.polls }
  const [shortest, longest] = duration
  return { milliseconds: shortest + cloud.random.next() * (longest - shortest) }
}

/** When a share of a span that began at `start` is over. */
export function dueAfter(span: Duration, start: number, share = 1): Due {
  if ('milliseconds' in span) return { at: start + span.milliseconds * share }
  // 0.3 + 0.25 + 0.2 + 0.25 is not exactly 1: the last stage must not wait for a read more than the whole does.
  const reads = Math.ceil(span.reads * share - 1e-9)
  return reads === 0 ? { at: start } : { reads }
}

/** Sets a server on its way at `start`; whatever it was still to do before is forgotten. */
export function begin(cloud: CloudState, server: Server, transition: Transition, start: number, subject = ''): void {
  cloud.scheduler.cancel(server.id)
  const span = spanOf(cloud, transition.lasts)
  const { name } = transition
  const countedIds = subject === '' ? [server.id] : [server.id, subject]
  enterStage(cloud, server, transition, 0, start, subject)
  let share = transition.stages[0].share
  for (let stage = 1; stage < transition.stages.length; stage++) {
    const event = { kind: 'stage', transition: name, stage, relatedId: subject } as const
    cloud.scheduler.schedule({ due: dueAfter(span, start, share), owner: server.id, countedIds, event })
    share += transition.stages[stage]?.share ?? 0
  }
  const event = { kind: 'completion', transition: name, relatedId: subject } as const
  cloud.scheduler.schedule({ due: dueAfter(span, start), owner: server.id, countedIds, event })
}

export function enterStage(
  cloud: CloudState,
  server: Server,
  transition: Transition,
  number: number,
  at: number,
  subject: string,
): void {
  const stage = transition.stages[number]
  if (stage === undefined) return
  server.taskState = stage.task
  server.updatedAt = at
  stage.enter?.(cloud, server, at, subject)
}

export function complete(cloud: CloudState, server: Server, transition: Transition, at: number, subject: string): void {
  server.taskState = null
  server.updatedAt = at
  transition.arrive(cloud, server, at, subject)
}
