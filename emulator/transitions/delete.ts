import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'
import { releaseDevices } from './devices.ts'
import { discardShelvedImage } from './shelve.ts'
import { begin, type Transition } from './transition.ts'

export const deletion: Transition = {
  name: 'delete',
  lasts: 'delete',
  stages: [{ task: 'deleting', share: 1 }],
  arrive: (cloud, server, at) => {
    releaseDevices(cloud, server, at)
    discardUnfinishedImages(cloud, server)
    discardShelvedImage(cloud, server)
    server.vmState = 'deleted'
    server.powerState = 0
    server.terminatedAt = at
    cloud.servers.addTombstone(server)
  },
}

/** An image that is still being made dies with its server. */
function discardUnfinishedImages(cloud: CloudState, server: Server): void {
  for (const image of cloud.images.values()) {
    const isUnfinished = image.status !== 'active' && image.properties['instance_uuid'] === server.id
    if (isUnfinished) cloud.images.delete(image.id)
  }
}

/** Deletion may begin from any state, and a second request changes nothing. */
export function beginDeletion(cloud: CloudState, server: Server, now: number): void {
  if (server.taskState !== 'deleting') begin(cloud, server, deletion, now)
}
