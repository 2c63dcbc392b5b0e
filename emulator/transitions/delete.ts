import { defineHook } from '../fault-injection/hooks.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'
import { releaseDevices } from './devices.ts'
import { discardShelvedImage } from './shelve.ts'
import { beginTransition, type ServerTransition } from './transition.ts'

export const deletion: ServerTransition = {
  name: 'delete',
  timing: 'delete',
  stages: [{ task: 'deleting', share: 1 }],
  complete: (cloud, server, at) => {
    releaseDevices(cloud, server, at)
    discardUnfinishedImages(cloud, server)
    discardShelvedImage(cloud, server)
    server.vmState = 'deleted'
    server.powerState = 0
    server.terminatedAt = at
    cloud.servers.addTombstone(server)
  },
}

/** Deletes the images whose data was still being saved from this server. */
function discardUnfinishedImages(cloud: CloudState, server: Server): void {
  for (const image of cloud.images.values()) {
    const isUnfinished = image.status !== 'active' && image.properties['instance_uuid'] === server.id
    if (isUnfinished) cloud.images.delete(image.id)
  }
}

/** Begins to delete a server, whatever its state. A second request changes nothing. */
export const beginDeletion = defineHook(
  'servers.beginDeletion',
  (cloud: CloudState, server: Server, now: number): void => {
    if (server.taskState !== 'deleting') beginTransition(cloud, server, deletion, now)
  },
)
