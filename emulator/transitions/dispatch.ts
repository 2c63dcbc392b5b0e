import type { ScheduledEvent } from '../scheduler.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { creation } from './build.ts'
import { imageCreation, setImageStatus } from './create-image.ts'
import { deletion } from './delete.ts'
import { finishAttaching, finishDetaching } from './devices.ts'
import type { ServerTransitionName, StateEvent } from './events.ts'
import * as power from './power.ts'
import * as rescueRebuild from './rescue-rebuild.ts'
import { finishResize, resizeTransition, revertResize } from './resize.ts'
import { shelvingTransitions } from './shelve.ts'
import { completeTransition, enterStage, type ServerTransition } from './transition.ts'

const transitions: Readonly<Record<ServerTransitionName, ServerTransition>> = {
  create: creation,
  delete: deletion,
  start: power.start,
  stop: power.stop,
  softReboot: power.softReboot,
  hardReboot: power.hardReboot,
  resize: resizeTransition,
  revertResize,
  createImage: imageCreation,
  pause: power.pause,
  unpause: power.unpause,
  suspend: power.suspend,
  resume: power.resume,
  rescue: rescueRebuild.rescue,
  unrescue: rescueRebuild.unrescue,
  rebuild: rescueRebuild.rebuild,
  changePassword: rescueRebuild.changePassword,
  ...shelvingTransitions,
}

/** Dispatches all events that are due. */
export function runDueEvents(cloud: CloudState): void {
  const runEvents = () =>
    cloud.scheduler.advance(cloud.clock.now(), (scheduledEvent, at) => dispatch(cloud, scheduledEvent, at))
  // The request that happens to advance the clock did not cause the events, so its response does not report their faults.
  cloud.faults.untracked(runEvents)
}

/** Counts a read of a resource, for transitions whose duration is a number of reads. */
export function noteRead(cloud: CloudState, id: string): void {
  cloud.scheduler.countRead(id, cloud.clock.now())
}

function dispatch(cloud: CloudState, { owner, event }: ScheduledEvent<StateEvent>, at: number): void {
  const server = cloud.servers.get(owner)
  const volume = cloud.volumes.get(owner)
  switch (event.kind) {
    case 'stage':
      if (server) enterStage(cloud, server, transitions[event.transition], event.stage, at, event.relatedId)
      return
    case 'completion':
      if (server) completeTransition(cloud, server, transitions[event.transition], at, event.relatedId)
      return
    case 'resize-confirmed':
      if (server) finishResize(cloud, server, at)
      return
    case 'attached':
      if (volume) finishAttaching(volume, event.server, event.device, at)
      return
    case 'detached':
      if (volume) finishDetaching(cloud, volume, event.server, at)
      return
    case 'volume-created':
      if (volume === undefined) return
      volume.status = 'available'
      volume.updatedAt = at
      return
    case 'volume-deleted':
      cloud.volumes.delete(owner)
      return
    case 'image-saved':
      setImageStatus(cloud, owner, 'active', at)
  }
}
