import type { ScheduledEvent } from '../scheduler.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { creation } from './build.ts'
import { imaging, setImageActive } from './create-image.ts'
import { deletion } from './delete.ts'
import { finishAttaching, finishDetaching } from './devices.ts'
import type { StateEvent, TransitionName } from './events.ts'
import * as power from './power.ts'
import * as repair from './rescue-rebuild.ts'
import { resizing, revertResize, settleResize } from './resize.ts'
import { shelvingJourneys } from './shelve.ts'
import { complete, enterStage, type Transition } from './transition.ts'

const transitions: Readonly<Record<TransitionName, Transition>> = {
  create: creation,
  delete: deletion,
  start: power.start,
  stop: power.stop,
  softReboot: power.softReboot,
  hardReboot: power.hardReboot,
  resize: resizing,
  revertResize,
  createImage: imaging,
  pause: power.pause,
  unpause: power.unpause,
  suspend: power.suspend,
  resume: power.resume,
  rescue: repair.rescue,
  unrescue: repair.unrescue,
  rebuild: repair.rebuild,
  changePassword: repair.changePassword,
  ...shelvingJourneys,
}

/** Lets everything happen that is due by now. */
export function runDueEvents(cloud: CloudState): void {
  const advance = () =>
    cloud.scheduler.advance(cloud.clock.now(), (scheduledEvent, at) => dispatch(cloud, scheduledEvent, at))
  // Whoever happens to look is not who caused it: what a fault does on the way is no confession of this answer.
  cloud.faults.untracked(advance)
}

/** Counts a reading of a thing, for transitions that wait for those. */
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
      if (server) complete(cloud, server, transitions[event.transition], at, event.relatedId)
      return
    case 'resize-confirmed':
      if (server) settleResize(cloud, server, at)
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
      setImageActive(cloud, owner, 'active', at)
  }
}
