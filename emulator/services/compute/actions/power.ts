import { accepted } from '../../../server/response.ts'
import { beginDeletion } from '../../../transitions/delete.ts'
import * as power from '../../../transitions/power.ts'
import { type Precondition, preconditions, requireState, requireUnlocked } from '../../../transitions/preconditions.ts'
import { setActive } from '../../../transitions/set-state.ts'
import { beginTransition, type ServerTransition } from '../../../transitions/transition.ts'
import type { ActionHandler } from './actions.ts'

/** Returns an action without an argument. As in Nova, the value under its key is ignored. */
function simpleAction(precondition: Precondition, transition: ServerTransition): ActionHandler {
  return (_argument, { cloud }) =>
    (server) => {
      requireState(cloud, server, precondition)
      beginTransition(cloud, server, transition, cloud.clock.now())
      return accepted()
    }
}

export const start: ActionHandler = simpleAction(preconditions.start, power.start)
export const stop: ActionHandler = simpleAction(preconditions.stop, power.stop)
export const pause: ActionHandler = simpleAction(preconditions.pause, power.pause)
export const unpause: ActionHandler = simpleAction(preconditions.unpause, power.unpause)
export const suspend: ActionHandler = simpleAction(preconditions.suspend, power.suspend)
export const resume: ActionHandler = simpleAction(preconditions.resume, power.resume)

/** Locks a server, which then rejects every other change with 409. */
export const lock: ActionHandler = () => (server) => {
  server.isLocked = true
  return accepted()
}

/** Unlocks a server. */
export const unlock: ActionHandler = () => (server) => {
  server.isLocked = false
  return accepted()
}

/** Deletes a server in any state, as DELETE does. */
export const forceDelete: ActionHandler =
  (_argument, { cloud }) =>
  (server) => {
    requireUnlocked(server)
    beginDeletion(cloud, server, cloud.clock.now())
    return accepted()
  }

/** Restores a server that is only marked as deleted. */
export const restore: ActionHandler =
  (_argument, { cloud }) =>
  (server) => {
    requireState(cloud, server, preconditions.restore)
    setActive(cloud, server)
    server.updatedAt = cloud.clock.now()
    return accepted()
  }
