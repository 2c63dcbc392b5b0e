import type { Server } from '../state/servers.ts'
import { lengthOf, type World } from '../state/world.ts'
import type { Journey } from './journey.ts'
import { becomeActive, becomeStopped } from './outcomes.ts'

/** Settles a finished resize: in the state from before it, with the new flavor. */
function settleResize(world: World, server: Server): void {
  const before = server.beforeResize
  server.beforeResize = undefined
  const wasStopped = before?.vmState === 'stopped'
  const endsStopped = wasStopped ? !world.faults.has('resize-ends-active') : world.faults.has('resize-ends-stopped')
  if (endsStopped) becomeStopped(world, server)
  else becomeActive(world, server)
}

/** Confirms by itself after a while, as the document says of this service. */
function awaitConfirmation(world: World, server: Server, at: number): void {
  server.vmState = 'resized'
  server.launchedAt = at
  if (world.faults.has('resize-never-confirmed')) return
  world.agenda.schedule(at + lengthOf(world, 'verifyResize'), server.id, (now) => {
    server.updatedAt = now
    settleResize(world, server)
  })
}

export function resizeTo(flavor: Server['flavor']): Journey {
  return {
    lasts: 'resize',
    stages: [
      { task: 'resize_prep', share: 0.3 },
      { task: 'resize_migrating', share: 0.25 },
      { task: 'resize_migrated', share: 0.2 },
      {
        task: 'resize_finish',
        share: 0.25,
        enter: (world, server) => {
          if (!world.faults.has('resize-keeps-flavor')) server.flavor = flavor
        },
      },
    ],
    arrive: awaitConfirmation,
  }
}

/** The status stays VERIFY_RESIZE meanwhile, so there is no task to show. */
export function confirmResize(world: World, server: Server, now: number): void {
  world.agenda.cancel(server.id)
  world.agenda.schedule(now + lengthOf(world, 'confirmResize'), server.id, (at) => {
    server.updatedAt = at
    settleResize(world, server)
  })
}

export const revertResize: Journey = {
  lasts: 'revertResize',
  stages: [{ task: 'resize_reverting', share: 1 }],
  arrive: (world, server) => {
    if (server.beforeResize !== undefined) server.flavor = server.beforeResize.flavor
    settleResize(world, server)
  },
}
