import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'

/** Sets the states of a running server. */
export function setActive(_cloud: CloudState, server: Server): void {
  server.vmState = 'active'
  server.powerState = 1
}

/** Sets the states of a stopped server. */
export function setStopped(_cloud: CloudState, server: Server): void {
  server.vmState = 'stopped'
  server.powerState = 4
}

/** Sets ERROR with its reason, a fault with code 500, and cancels the transition in progress. */
export function setError(cloud: CloudState, server: Server, at: number, message: string): void {
  cloud.scheduler.cancel(server.id)
  server.vmState = 'error'
  server.taskState = null
  server.fault = { code: 500, message, created: at }
}
