import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'
import type { TimedOperation } from '../timing.ts'
import { setActive, setStopped } from './set-state.ts'
import { dueAfter, spanOf, type Transition } from './transition.ts'

/** Settles a finished resize: in the state from before it, with the new flavor. */
export function settleResize(cloud: CloudState, server: Server, at: number): void {
  server.updatedAt = at
  const before = server.beforeResize
  server.beforeResize = undefined
  const wasStopped = before?.vmState === 'stopped'
  const endsStopped = wasStopped ? !cloud.faults.has('resize-ends-active') : cloud.faults.has('resize-ends-stopped')
  if (endsStopped) setStopped(cloud, server)
  else setActive(cloud, server)
}

/** Confirms by itself after a while, as the document says of this service. */
function awaitConfirmation(cloud: CloudState, server: Server, at: number): void {
  server.vmState = 'resized'
  server.launchedAt = at
  if (cloud.faults.has('resize-never-confirmed')) return
  scheduleSettling(cloud, server, 'verifyResize', at)
}

function scheduleSettling(cloud: CloudState, server: Server, lasts: TimedOperation, start: number): void {
  const due = dueAfter(spanOf(cloud, lasts), start)
  cloud.scheduler.schedule({ due, owner: server.id, countedIds: [server.id], event: { kind: 'resize-confirmed' } })
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
      enter: (cloud, server, _at, flavorId) => {
        const flavor = cloud.flavors.find(({ id }) => id === flavorId)
        if (flavor !== undefined && !cloud.faults.has('resize-keeps-flavor')) server.flavor = flavor
      },
    },
  ],
  arrive: awaitConfirmation,
}

/** The status stays VERIFY_RESIZE meanwhile, so there is no task to show. */
export function confirmResize(cloud: CloudState, server: Server, now: number): void {
  cloud.scheduler.cancel(server.id)
  scheduleSettling(cloud, server, 'confirmResize', now)
}

export const revertResize: Transition = {
  name: 'revertResize',
  lasts: 'revertResize',
  stages: [{ task: 'resize_reverting', share: 1 }],
  arrive: (cloud, server, at) => {
    if (server.beforeResize !== undefined) server.flavor = server.beforeResize.flavor
    settleResize(cloud, server, at)
  },
}
