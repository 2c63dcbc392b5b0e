import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'
import type { TimedOperation } from '../timing.ts'
import { setActive, setStopped } from './set-state.ts'
import { dueAfter, spanOf, type Transition } from './transition.ts'

/** Settles a finished resize: in the state from before it, with the new flavor. */
export function settleResize(world: CloudState, server: Server, at: number): void {
  server.updatedAt = at
  const before = server.beforeResize
  server.beforeResize = undefined
  const wasStopped = before?.vmState === 'stopped'
  const endsStopped = wasStopped ? !world.faults.has('resize-ends-active') : world.faults.has('resize-ends-stopped')
  if (endsStopped) setStopped(world, server)
  else setActive(world, server)
}

/** Confirms by itself after a while, as the document says of this service. */
function awaitConfirmation(world: CloudState, server: Server, at: number): void {
  server.vmState = 'resized'
  server.launchedAt = at
  if (world.faults.has('resize-never-confirmed')) return
  scheduleSettling(world, server, 'verifyResize', at)
}

function scheduleSettling(world: CloudState, server: Server, lasts: TimedOperation, start: number): void {
  const due = dueAfter(spanOf(world, lasts), start)
  world.agenda.schedule({ due, owner: server.id, watched: [server.id], event: { kind: 'resize-settled' } })
}

/** To the flavor that is its subject. */
export const resizing: Transition = {
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
export function confirmResize(world: CloudState, server: Server, now: number): void {
  world.agenda.cancel(server.id)
  scheduleSettling(world, server, 'confirmResize', now)
}

export const revertResize: Transition = {
  name: 'revertResize',
  lasts: 'revertResize',
  stages: [{ task: 'resize_reverting', share: 1 }],
  arrive: (world, server, at) => {
    if (server.beforeResize !== undefined) server.flavor = server.beforeResize.flavor
    settleResize(world, server, at)
  },
}
