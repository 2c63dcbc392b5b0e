import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'
import { setActive, setStopped } from './set-state.ts'
import type { Transition } from './transition.ts'

/** Runs from another disk, so that its own can be mended. */
export const rescue: Transition = {
  name: 'rescue',
  lasts: 'rescue',
  stages: [{ task: 'rescuing', share: 1 }],
  arrive: (_world, server, at) => {
    server.vmState = 'rescued'
    server.powerState = 1
    server.launchedAt = at
  },
}

export const unrescue: Transition = {
  name: 'unrescue',
  lasts: 'rescue',
  stages: [{ task: 'unrescuing', share: 1 }],
  arrive: setActive,
}

/** From the image anew; a server that was stopped is stopped again. */
export const rebuild: Transition = {
  name: 'rebuild',
  lasts: 'rebuild',
  stages: [
    { task: 'rebuilding', share: 0.6 },
    { task: 'rebuild_block_device_mapping', share: 0.15 },
    { task: 'rebuild_spawning', share: 0.25 },
  ],
  arrive: finishRebuild,
}

function finishRebuild(cloud: CloudState, server: Server, at: number): void {
  server.fault = undefined
  server.launchedAt = at
  if (server.vmState === 'stopped') setStopped(cloud, server)
  else setActive(cloud, server)
}

/** The server goes on running meanwhile. */
export const changePassword: Transition = {
  name: 'changePassword',
  lasts: 'changePassword',
  stages: [{ task: 'updating_password', share: 1 }],
  arrive: () => undefined,
}
