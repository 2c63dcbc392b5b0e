import { defineHook } from '../fault-injection/hooks.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'
import type { TimedOperation } from '../timing.ts'
import { setActive, setStopped } from './set-state.ts'
import { drawDuration, dueAfter, type ServerTransition } from './transition.ts'

/** Ends a confirmed or reverted resize: the server is ACTIVE or SHUTOFF again, as it was before. */
export const finishResize = defineHook(
  'servers.finishResize',
  (cloud: CloudState, server: Server, at: number): void => {
    server.updatedAt = at
    const before = server.beforeResize
    server.beforeResize = undefined
    if (before?.vmState === 'stopped') setStopped(cloud, server)
    else setActive(cloud, server)
  },
)

/** Enters VERIFY_RESIZE, which confirms itself after a while, as the document says. */
function awaitConfirmation(cloud: CloudState, server: Server, at: number): void {
  server.vmState = 'resized'
  server.launchedAt = at
  scheduleFinish(cloud, server, 'verifyResize', at)
}

function scheduleFinish(cloud: CloudState, server: Server, timing: TimedOperation, start: number): void {
  const due = dueAfter(drawDuration(cloud, timing), start)
  cloud.scheduler.schedule({ due, owner: server.id, countedIds: [server.id], event: { kind: 'resize-confirmed' } })
}

/** The related id is that of the new flavor. */
export const resizeTransition: ServerTransition = {
  name: 'resize',
  timing: 'resize',
  stages: [
    { task: 'resize_prep', share: 0.3 },
    { task: 'resize_migrating', share: 0.25 },
    { task: 'resize_migrated', share: 0.2 },
    {
      task: 'resize_finish',
      share: 0.25,
      enter: (cloud, server, _at, flavorId) => {
        const flavor = cloud.flavors.find(({ id }) => id === flavorId)
        if (flavor !== undefined) server.flavor = flavor
      },
    },
  ],
  complete: awaitConfirmation,
}

/** Confirms a resize. The status stays VERIFY_RESIZE until that is done, so there is no task to show. */
export function confirmResize(cloud: CloudState, server: Server, now: number): void {
  cloud.scheduler.cancel(server.id)
  scheduleFinish(cloud, server, 'confirmResize', now)
}

export const revertResize: ServerTransition = {
  name: 'revertResize',
  timing: 'revertResize',
  stages: [{ task: 'resize_reverting', share: 1 }],
  complete: (cloud, server, at) => {
    if (server.beforeResize !== undefined) server.flavor = server.beforeResize.flavor
    finishResize(cloud, server, at)
  },
}
