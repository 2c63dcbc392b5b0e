import type { FaultName } from '../../../faults/index.ts'
import { accepted } from '../../../server/response.ts'
import { beginDeletion } from '../../../transitions/delete.ts'
import * as power from '../../../transitions/power.ts'
import { type Precondition, preconditions, requireState, requireUnlocked } from '../../../transitions/preconditions.ts'
import { setActive } from '../../../transitions/set-state.ts'
import { beginTransition, type ServerTransition } from '../../../transitions/transition.ts'
import type { Action } from './actions.ts'

/** An action without an argument: whatever stands under its key is ignored, as Nova does. */
function simple(precondition: Precondition, transition: ServerTransition, disabledBy?: FaultName): Action {
  return (_argument, { cloud }) =>
    (server) => {
      const isSecret = server.vmState === 'suspended' && cloud.faults.has('start-of-suspended-carried-out')
      if (isSecret && transition === power.start) beginTransition(cloud, server, transition, cloud.clock.now())
      requireState(cloud, server, precondition)
      const isDisabled = disabledBy !== undefined && cloud.faults.has(disabledBy)
      if (!isDisabled) beginTransition(cloud, server, transition, cloud.clock.now())
      return accepted()
    }
}

export const start: Action = simple(preconditions.start, power.start, 'start-does-nothing')
export const stop: Action = simple(preconditions.stop, power.stop, 'stop-does-nothing')
export const pause: Action = simple(preconditions.pause, power.pause)
export const unpause: Action = simple(preconditions.unpause, power.unpause)
export const suspend: Action = simple(preconditions.suspend, power.suspend)
export const resume: Action = simple(preconditions.resume, power.resume)

/** A locked server refuses every other change with 409. */
export const lock: Action = () => (server) => {
  server.isLocked = true
  return accepted()
}

export const unlock: Action = () => (server) => {
  server.isLocked = false
  return accepted()
}

/** The same as DELETE, from any state. */
export const forceDelete: Action =
  (_argument, { cloud }) =>
  (server) => {
    requireUnlocked(server)
    beginDeletion(cloud, server, cloud.clock.now())
    return accepted()
  }

/** Brings back what is only marked as deleted. */
export const restore: Action =
  (_argument, { cloud }) =>
  (server) => {
    requireState(cloud, server, preconditions.restore)
    setActive(cloud, server)
    server.updatedAt = cloud.clock.now()
    return accepted()
  }
