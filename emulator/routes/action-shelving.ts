import { depart } from '../machine/journey.ts'
import { preconditions, requireState } from '../machine/preconditions.ts'
import { shelveServer, shelvingJourneys } from '../machine/shelving.ts'
import { accepted } from '../reply.ts'
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
    depart(world, server, shelvingJourneys.unshelve, world.clock.now())
    return accepted()
  }
