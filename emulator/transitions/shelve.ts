import type { CloudState } from '../state/cloud-state.ts'
import { isLocal } from '../state/flavors.ts'
import type { Server } from '../state/servers.ts'
import { schedule } from './build.ts'
import { queueImage, setImageStatus } from './create-image.ts'
import { setActive } from './set-state.ts'
import { beginTransition, type ServerTransition } from './transition.ts'

/** Begins to shelve a server. A disk on its host is saved as an image. */
export function shelveServer(cloud: CloudState, server: Server): void {
  const now = cloud.clock.now()
  if (isLocal(server.flavor)) {
    const image = queueImage(cloud, server, { name: `${server.name}-shelved`, metadata: {} })
    server.shelvedImageId = image.id
    beginTransition(cloud, server, shelveLocal, now, image.id)
  } else {
    beginTransition(cloud, server, shelveVolume, now)
  }
}

/** Deletes the image of a shelved server, once the server is unshelved or deleted. */
export function discardShelvedImage(cloud: CloudState, server: Server): void {
  cloud.images.delete(server.shelvedImageId ?? '')
  server.shelvedImageId = undefined
}

/** The server leaves its host. Nova does this after a server is shelved (shelved_offload_time, by default immediately). */
const offload: ServerTransition = {
  name: 'shelveOffload',
  timing: 'shelveOffload',
  stages: [{ task: 'shelving_offloading', share: 1 }],
  complete: (_cloud, server) => {
    server.vmState = 'shelved_offloaded'
    server.powerState = 4
    server.host = ''
  },
}

function completeShelving(cloud: CloudState, server: Server, at: number): void {
  server.vmState = 'shelved'
  server.powerState = 4
  beginTransition(cloud, server, offload, at)
}

/** Saves the disk on the host as an image, whose id is the related id. */
const shelveLocal: ServerTransition = {
  name: 'shelveLocal',
  timing: 'shelve',
  stages: [
    { task: 'shelving', share: 0.3 },
    { task: 'shelving_image_pending_upload', share: 0.2 },
    {
      task: 'shelving_image_uploading',
      share: 0.5,
      enter: (cloud, _server, at, imageId) => setImageStatus(cloud, imageId, 'saving', at),
    },
  ],
  complete: (cloud, server, at, imageId) => {
    setImageStatus(cloud, imageId, 'active', at)
    completeShelving(cloud, server, at)
  },
}

/** Shelves a server with a root volume, which needs no image. */
const shelveVolume: ServerTransition = {
  name: 'shelve',
  timing: 'shelve',
  stages: [{ task: 'shelving', share: 1 }],
  complete: completeShelving,
}

/** Schedules the server to a host and starts it there. */
const unshelve: ServerTransition = {
  name: 'unshelve',
  timing: 'unshelve',
  stages: [
    { task: 'unshelving', share: 0.4 },
    { task: 'spawning', share: 0.6 },
  ],
  complete: (cloud, server, at) => {
    if (server.host === '') schedule(cloud, server, at)
    discardShelvedImage(cloud, server)
    server.launchedAt = at
    setActive(cloud, server)
  },
}

export const shelvingTransitions = { shelve: shelveVolume, shelveLocal, shelveOffload: offload, unshelve }
