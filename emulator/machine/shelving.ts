import type { Server } from '../state/servers.ts'
import type { World } from '../state/world.ts'
import { place } from './building.ts'
import { depart, type Journey } from './journey.ts'
import { becomeActive } from './outcomes.ts'

/** Leaves its host. Nova does so by itself once a server is shelved (shelved_offload_time, by default at once). */
const offload: Journey = {
  name: 'shelveOffload',
  lasts: 'shelveOffload',
  stages: [{ task: 'shelving_offloading', share: 1 }],
  arrive: (_world, server) => {
    server.vmState = 'shelved_offloaded'
    server.powerState = 4
    server.host = ''
  },
}

function settleShelved(world: World, server: Server, at: number): void {
  server.vmState = 'shelved'
  server.powerState = 4
  depart(world, server, offload, at)
}

/** A disk on the host is kept as an image meanwhile. */
const shelveLocal: Journey = {
  name: 'shelveLocal',
  lasts: 'shelve',
  stages: [
    { task: 'shelving', share: 0.3 },
    { task: 'shelving_image_pending_upload', share: 0.2 },
    { task: 'shelving_image_uploading', share: 0.5 },
  ],
  arrive: settleShelved,
}

/** A root volume stays where it is. */
const shelveVolume: Journey = {
  name: 'shelve',
  lasts: 'shelve',
  stages: [{ task: 'shelving', share: 1 }],
  arrive: settleShelved,
}

/** Finds a host again and starts there. */
const unshelve: Journey = {
  name: 'unshelve',
  lasts: 'unshelve',
  stages: [
    { task: 'unshelving', share: 0.4 },
    { task: 'spawning', share: 0.6 },
  ],
  arrive: (world, server, at) => {
    if (server.host === '') place(world, server, at)
    server.launchedAt = at
    becomeActive(world, server)
  },
}

export const shelvingJourneys = { shelve: shelveVolume, shelveLocal, shelveOffload: offload, unshelve }
