import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'

export function setActive(_world: CloudState, server: Server): void {
  server.vmState = 'active'
  server.powerState = 1
}

export function setStopped(_world: CloudState, server: Server): void {
  server.vmState = 'stopped'
  server.powerState = 4
}

/** ERROR: the journey ends here, and the server says why. */
export function setError(cloud: CloudState, server: Server, at: number, code: number, message: string): void {
  cloud.scheduler.cancel(server.id)
  server.vmState = 'error'
  server.taskState = null
  server.fault = { code, message, created: at }
}
