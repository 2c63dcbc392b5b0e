import { accepted } from '../../../server/response.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import { shelveServer, shelvingTransitions } from '../../../transitions/shelve.ts'
import { beginTransition } from '../../../transitions/transition.ts'
import type { ActionHandler } from './actions.ts'

/** Shelves a server. */
export const shelve: ActionHandler =
  (_argument, { cloud }) =>
  (server) => {
    requireState(cloud, server, preconditions.shelve)
    shelveServer(cloud, server)
    return accepted()
  }

/** Begins to unshelve a server. */
export const unshelve: ActionHandler =
  (_argument, { cloud }) =>
  (server) => {
    requireState(cloud, server, preconditions.unshelve)
    beginTransition(cloud, server, shelvingTransitions.unshelve, cloud.clock.now())
    return accepted()
  }
