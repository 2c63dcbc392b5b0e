import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'
import { releaseDevices } from './devices.ts'
import { discardShelvedImage } from './shelve.ts'
import { begin, type Transition } from './transition.ts'

export const deletion: Transition = {
  name: 'delete',
  lasts: 'delete',
  stages: [{ task: 'deleting', share: 1 }],
  arrive: (world, server, at) => {
    releaseDevices(world, server, at)
    discardUnfinishedImages(world, server)
    discardShelvedImage(world, server)
    server.vmState = 'deleted'
    server.powerState = 0
    server.terminatedAt = at
    world.servers.bury(server)
  },
}

/** An image that is still being made dies with its server. */
function discardUnfinishedImages(world: CloudState, server: Server): void {
  for (const image of world.images.values()) {
    const isUnfinished = image.status !== 'active' && image.properties['instance_uuid'] === server.id
    if (isUnfinished) world.images.delete(image.id)
  }
}

/** Deletion may begin from any state, and a second request changes nothing. */
export function beginDeletion(world: CloudState, server: Server, now: number): void {
  if (server.taskState !== 'deleting') begin(world, server, deletion, now)
}
