import type { CloudState } from '../state/cloud-state.ts'
import type { PowerState, Server, TaskState, VmState } from '../state/servers.ts'
import { schedule } from './build.ts'
import { mapDevices, releaseDevices } from './devices.ts'

/** The internal state of a server in one status. */
interface ForcedState {
  readonly vm: VmState
  readonly task: TaskState | null
  readonly power: PowerState
}

const forcedStates = {
  ACTIVE: { vm: 'active', task: null, power: 1 },
  BUILD: { vm: 'building', task: 'spawning', power: 0 },
  DELETED: { vm: 'deleted', task: null, power: 0 },
  ERROR: { vm: 'error', task: null, power: 0 },
  HARD_REBOOT: { vm: 'active', task: 'reboot_started_hard', power: 1 },
  MIGRATING: { vm: 'active', task: 'migrating', power: 1 },
  PASSWORD: { vm: 'active', task: 'updating_password', power: 1 },
  PAUSED: { vm: 'paused', task: null, power: 3 },
  REBOOT: { vm: 'active', task: 'reboot_started', power: 1 },
  REBUILD: { vm: 'active', task: 'rebuild_spawning', power: 1 },
  RESCUE: { vm: 'rescued', task: null, power: 1 },
  RESIZE: { vm: 'active', task: 'resize_migrating', power: 1 },
  REVERT_RESIZE: { vm: 'resized', task: 'resize_reverting', power: 1 },
  SHELVED: { vm: 'shelved', task: null, power: 4 },
  SHELVED_OFFLOADED: { vm: 'shelved_offloaded', task: null, power: 4 },
  SHUTOFF: { vm: 'stopped', task: null, power: 4 },
  SOFT_DELETED: { vm: 'soft-delete', task: null, power: 4 },
  SUSPENDED: { vm: 'suspended', task: null, power: 4 },
  VERIFY_RESIZE: { vm: 'resized', task: null, power: 1 },
} as const satisfies Record<string, ForcedState>

export type ForcibleStatus = keyof typeof forcedStates

function isForcible(name: string): name is ForcibleStatus {
  return Object.hasOwn(forcedStates, name)
}

/** The statuses that can be forced. */
export const forcedStatuses: readonly ForcibleStatus[] = Object.keys(forcedStates).filter(isForcible)

/**
 * Sets the status of a server immediately, with the matching vm_state, task_state and power_state. A transition in
 * progress is cancelled, and the server stays in the status until a request or another forced status changes it.
 */
export function forceStatus(
  cloud: CloudState,
  server: Server,
  status: ForcibleStatus,
  fault = { code: 500, message: 'The server was set to ERROR.' },
): void {
  const now = cloud.clock.now()
  const { vm, task, power } = forcedStates[status]
  cloud.scheduler.cancel(server.id)
  if (vm === 'deleted') releaseDevices(cloud, server, now)
  else if (vm !== 'building' && vm !== 'error') completeBuild(cloud, server, now)
  server.vmState = vm
  server.taskState = task
  server.powerState = power
  server.updatedAt = now
  server.terminatedAt = vm === 'deleted' ? now : null
  server.fault = vm === 'error' ? { ...fault, created: now } : undefined
  const isResized = vm === 'resized' || status === 'RESIZE'
  server.beforeResize = isResized ? (server.beforeResize ?? { flavor: server.flavor, vmState: 'active' }) : undefined
  if (vm === 'shelved_offloaded') server.host = ''
  if (vm === 'deleted') cloud.servers.addTombstone(server)
}

/** Gives a server the host, addresses and volumes of a complete build. */
function completeBuild(cloud: CloudState, server: Server, at: number): void {
  if (server.host === '') schedule(cloud, server, at)
  server.launchedAt ??= at
  server.hasAddresses = true
  if (!server.hasDevices) mapDevices(cloud, server, at)
}
