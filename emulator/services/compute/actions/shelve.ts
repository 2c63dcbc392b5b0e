import { accepted } from '../../../server/response.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import { shelveServer, shelvingJourneys } from '../../../transitions/shelve.ts'
import { begin } from '../../../transitions/transition.ts'
import type { Action } from './actions.ts'

export const shelve: Action =
  (_argument, { world }) =>
  (server) => {
    requireState(world, server, preconditions.shelve)
    shelveServer(world, server)
    return accepted()
  }

export const unshelve: Action =
  (_argument, { world }) =>
  (server) => {
    requireState(world, server, preconditions.unshelve)
    begin(world, server, shelvingJourneys.unshelve, world.clock.now())
    return accepted()
  }
