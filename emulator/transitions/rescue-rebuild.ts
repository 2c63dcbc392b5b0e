import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'
import { setActive, setStopped } from './set-state.ts'
import type { ServerTransition } from './transition.ts'

/** The server runs from a rescue disk, so that its own disk can be repaired. */
export const rescue: ServerTransition = {
  name: 'rescue',
  timing: 'rescue',
  stages: [{ task: 'rescuing', share: 1 }],
  complete: (_cloud, server, at) => {
    server.vmState = 'rescued'
    server.powerState = 1
    server.launchedAt = at
  },
}

export const unrescue: ServerTransition = {
  name: 'unrescue',
  timing: 'rescue',
  stages: [{ task: 'unrescuing', share: 1 }],
  complete: setActive,
}

/** The server is created again from an image. A stopped server is stopped again. */
export const rebuild: ServerTransition = {
  name: 'rebuild',
  timing: 'rebuild',
  stages: [
    { task: 'rebuilding', share: 0.6 },
    { task: 'rebuild_block_device_mapping', share: 0.15 },
    { task: 'rebuild_spawning', share: 0.25 },
  ],
  complete: finishRebuild,
}

function finishRebuild(cloud: CloudState, server: Server, at: number): void {
  server.fault = undefined
  server.launchedAt = at
  if (server.vmState === 'stopped') setStopped(cloud, server)
  else setActive(cloud, server)
}

/** The server keeps running during the change. */
export const changePassword: ServerTransition = {
  name: 'changePassword',
  timing: 'changePassword',
  stages: [{ task: 'updating_password', share: 1 }],
  complete: () => undefined,
}
