import type { Server } from '../state/servers.ts'
import type { World } from '../state/world.ts'

export function becomeActive(_world: World, server: Server): void {
  server.vmState = 'active'
  server.powerState = 1
}

export function becomeStopped(_world: World, server: Server): void {
  server.vmState = 'stopped'
  server.powerState = 4
}

/** ERROR: the journey ends here, and the server says why. */
export function fail(world: World, server: Server, at: number, code: number, message: string): void {
  world.agenda.cancel(server.id)
  server.vmState = 'error'
  server.taskState = null
  server.fault = { code, message, created: at }
}
