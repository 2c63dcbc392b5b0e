import { defineHook } from '../fault-injection/hooks.ts'
import type { Due } from '../scheduler.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Server, TaskState } from '../state/servers.ts'
import type { Duration, TimedOperation } from '../timing.ts'
import type { ServerTransitionName } from './events.ts'

/** Changes a server during a transition. `relatedId` is the id of the flavor or image that it is about, or ''. */
type Step = (cloud: CloudState, server: Server, at: number, relatedId: string) => void

/** One task state of a transition, and its share of the whole time. */
export interface Stage {
  readonly task: TaskState
  readonly share: number
  readonly enter?: Step
}

/** A transition of the server's state machine: a change that takes time, with its stages, and then its end, when no task is left. */
export interface ServerTransition {
  readonly name: ServerTransitionName
  readonly timing: TimedOperation
  readonly stages: readonly [Stage, ...Stage[]]
  readonly complete: Step
}

/** Returns how long an operation takes. */
export const durationOf = defineHook(
  'transitions.duration',
  (cloud: CloudState, operation: TimedOperation): Duration => cloud.timing[operation],
)

/** The duration of one transition, in milliseconds of the emulator's clock or in reads of the server. */
export type DrawnDuration = { readonly milliseconds: number } | { readonly reads: number }

/** Returns the duration of one transition; a random one if the timing has a range. */
export function drawDuration(cloud: CloudState, operation: TimedOperation): DrawnDuration {
  const duration = durationOf(cloud, operation)
  if (typeof duration === 'number') return { milliseconds: duration }
  if ('polls' in duration) return { reads: duration.polls }
  const [shortest, longest] = duration
  return { milliseconds: shortest + cloud.random.next() * (longest - shortest) }
}

/** Returns when a share of a duration that begins at `start` ends. */
export function dueAfter(duration: DrawnDuration, start: number, share = 1): Due {
  if ('milliseconds' in duration) return { at: start + duration.milliseconds * share }
  // 0.3 + 0.25 + 0.2 + 0.25 is not exactly 1: the last stage must not wait for one read more than the whole does.
  const reads = Math.ceil(duration.reads * share - 1e-9)
  return reads === 0 ? { at: start } : { reads }
}

/** Begins a transition at `start`. It replaces one that is in progress. */
export const beginTransition = defineHook(
  'transitions.begin',
  (cloud: CloudState, server: Server, transition: ServerTransition, start: number, relatedId: string = ''): void => {
    cloud.scheduler.cancel(server.id)
    const duration = drawDuration(cloud, transition.timing)
    const { name } = transition
    const countedIds = relatedId === '' ? [server.id] : [server.id, relatedId]
    enterStage(cloud, server, transition, 0, start, relatedId)
    let share = transition.stages[0].share
    for (let stage = 1; stage < transition.stages.length; stage++) {
      const event = { kind: 'stage', transition: name, stage, relatedId } as const
      cloud.scheduler.schedule({ due: dueAfter(duration, start, share), owner: server.id, countedIds, event })
      share += transition.stages[stage]?.share ?? 0
    }
    const event = { kind: 'completion', transition: name, relatedId } as const
    cloud.scheduler.schedule({ due: dueAfter(duration, start), owner: server.id, countedIds, event })
  },
)

/** Enters a stage of a transition. `number`: the index of the stage. */
export function enterStage(
  cloud: CloudState,
  server: Server,
  transition: ServerTransition,
  number: number,
  at: number,
  relatedId: string,
): void {
  const stage = transition.stages[number]
  if (stage === undefined) return
  server.taskState = stage.task
  server.updatedAt = at
  stage.enter?.(cloud, server, at, relatedId)
}

/** Ends a transition: no task is left, and the server is in the state that the transition leads to. */
export const completeTransition = defineHook(
  'transitions.complete',
  (cloud: CloudState, server: Server, transition: ServerTransition, at: number, relatedId: string): void => {
    server.taskState = null
    server.updatedAt = at
    transition.complete(cloud, server, at, relatedId)
  },
)
