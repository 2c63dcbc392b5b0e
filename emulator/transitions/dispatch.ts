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

const journeys: Readonly<Record<TransitionName, Transition>> = {
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
export function runDueEvents(world: CloudState): void {
  const advance = () => world.agenda.advance(world.clock.now(), (appointment, at) => dispatch(world, appointment, at))
  // Whoever happens to look is not who caused it: what a fault does on the way is no confession of this answer.
  world.faults.untracked(advance)
}

/** Counts a reading of a thing, for transitions that wait for those. */
export function noteRead(world: CloudState, id: string): void {
  world.agenda.countRead(id, world.clock.now())
}

function dispatch(world: CloudState, { owner, event }: ScheduledEvent<StateEvent>, at: number): void {
  const server = world.servers.get(owner)
  const volume = world.volumes.get(owner)
  switch (event.kind) {
    case 'stage':
      if (server) enterStage(world, server, journeys[event.journey], event.stage, at, event.subject)
      return
    case 'arrival':
      if (server) complete(world, server, journeys[event.journey], at, event.subject)
      return
    case 'resize-settled':
      if (server) settleResize(world, server, at)
      return
    case 'attached':
      if (volume) finishAttaching(volume, event.server, event.device, at)
      return
    case 'detached':
      if (volume) finishDetaching(world, volume, event.server, at)
      return
    case 'volume-created':
      if (volume === undefined) return
      volume.status = 'available'
      volume.updatedAt = at
      return
    case 'volume-deleted':
      world.volumes.delete(owner)
      return
    case 'image-saved':
      setImageActive(world, owner, 'active', at)
  }
}
