import type { Appointment } from '../agenda.ts'
import type { World } from '../state/world.ts'
import { creation } from './building.ts'
import { deletion } from './deletion.ts'
import { finishAttaching, finishDetaching } from './devices.ts'
import type { JourneyName, WorldEvent } from './event.ts'
import { arrive, enterStage, type Journey } from './journey.ts'
import * as power from './power.ts'
import * as repair from './repair.ts'
import { resizing, revertResize, settleResize } from './resizing.ts'
import { shelvingJourneys } from './shelving.ts'
import { becomeImage, imaging } from './snapshot.ts'

const journeys: Readonly<Record<JourneyName, Journey>> = {
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
export function catchUp(world: World): void {
  const advance = () => world.agenda.advance(world.clock.now(), (appointment, at) => happen(world, appointment, at))
  // Whoever happens to look is not who caused it: what a fault does on the way is no confession of this answer.
  world.faults.unwatched(advance)
}

/** Counts a reading of a thing, for transitions that wait for those. */
export function noteRead(world: World, id: string): void {
  world.agenda.noteRead(id, world.clock.now())
}

function happen(world: World, { owner, happening }: Appointment<WorldEvent>, at: number): void {
  const server = world.servers.get(owner)
  const volume = world.volumes.get(owner)
  switch (happening.kind) {
    case 'stage':
      if (server) enterStage(world, server, journeys[happening.journey], happening.stage, at, happening.subject)
      return
    case 'arrival':
      if (server) arrive(world, server, journeys[happening.journey], at, happening.subject)
      return
    case 'resize-settled':
      if (server) settleResize(world, server, at)
      return
    case 'attached':
      if (volume) finishAttaching(volume, happening.server, happening.device, at)
      return
    case 'detached':
      if (volume) finishDetaching(world, volume, happening.server, at)
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
      becomeImage(world, owner, 'active', at)
  }
}
