import type { Server } from '../state/servers.ts'
import type { World } from '../state/world.ts'
import type { TimedOperation } from '../timing.ts'
import { dueAfter, type Journey, spanOf } from './journey.ts'
import { becomeActive, becomeStopped } from './outcomes.ts'

/** Settles a finished resize: in the state from before it, with the new flavor. */
export function settleResize(world: World, server: Server, at: number): void {
  server.updatedAt = at
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
  scheduleSettling(world, server, 'verifyResize', at)
}

function scheduleSettling(world: World, server: Server, lasts: TimedOperation, start: number): void {
  const due = dueAfter(spanOf(world, lasts), start)
  world.agenda.schedule({ due, owner: server.id, watched: [server.id], happening: { kind: 'resize-settled' } })
}

/** To the flavor that is its subject. */
export const resizing: Journey = {
  name: 'resize',
  lasts: 'resize',
  stages: [
    { task: 'resize_prep', share: 0.3 },
    { task: 'resize_migrating', share: 0.25 },
    { task: 'resize_migrated', share: 0.2 },
    {
      task: 'resize_finish',
      share: 0.25,
      enter: (world, server, _at, flavorId) => {
        const flavor = world.flavors.find(({ id }) => id === flavorId)
        if (flavor !== undefined && !world.faults.has('resize-keeps-flavor')) server.flavor = flavor
      },
    },
  ],
  arrive: awaitConfirmation,
}

/** The status stays VERIFY_RESIZE meanwhile, so there is no task to show. */
export function confirmResize(world: World, server: Server, now: number): void {
  world.agenda.cancel(server.id)
  scheduleSettling(world, server, 'confirmResize', now)
}

export const revertResize: Journey = {
  name: 'revertResize',
  lasts: 'revertResize',
  stages: [{ task: 'resize_reverting', share: 1 }],
  arrive: (world, server, at) => {
    if (server.beforeResize !== undefined) server.flavor = server.beforeResize.flavor
    settleResize(world, server, at)
  },
}
