import type { Server } from '../state/servers.ts'
import type { World } from '../state/world.ts'
import type { Journey } from './journey.ts'
import { becomeActive, becomeStopped } from './outcomes.ts'

/** Runs from another disk, so that its own can be mended. */
export const rescue: Journey = {
  name: 'rescue',
  lasts: 'rescue',
  stages: [{ task: 'rescuing', share: 1 }],
  arrive: (_world, server, at) => {
    server.vmState = 'rescued'
    server.powerState = 1
    server.launchedAt = at
  },
}

export const unrescue: Journey = {
  name: 'unrescue',
  lasts: 'rescue',
  stages: [{ task: 'unrescuing', share: 1 }],
  arrive: becomeActive,
}

/** From the image anew; a server that was stopped is stopped again. */
export const rebuild: Journey = {
  name: 'rebuild',
  lasts: 'rebuild',
  stages: [
    { task: 'rebuilding', share: 0.6 },
    { task: 'rebuild_block_device_mapping', share: 0.15 },
    { task: 'rebuild_spawning', share: 0.25 },
  ],
  arrive: finishRebuild,
}

function finishRebuild(world: World, server: Server, at: number): void {
  server.fault = undefined
  server.launchedAt = at
  if (server.vmState === 'stopped') becomeStopped(world, server)
  else becomeActive(world, server)
}

/** The server goes on running meanwhile. */
export const changePassword: Journey = {
  name: 'changePassword',
  lasts: 'changePassword',
  stages: [{ task: 'updating_password', share: 1 }],
  arrive: () => undefined,
}
