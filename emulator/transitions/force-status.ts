import type { CloudState } from '../state/cloud-state.ts'
import type { PowerState, Server, TaskState, VmState } from '../state/servers.ts'
import { schedule } from './build.ts'
import { mapDevices, releaseDevices } from './devices.ts'

/** What a server is in one status. */
interface Standing {
  readonly vm: VmState
  readonly task: TaskState | null
  readonly power: PowerState
}

const standings = {
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
} as const satisfies Record<string, Standing>

export type ForcedStatus = keyof typeof standings

function isStanding(name: string): name is ForcedStatus {
  return Object.hasOwn(standings, name)
}

/** Every status that a server can be put into. */
export const forcedStatuses: readonly ForcedStatus[] = Object.keys(standings).filter(isStanding)

/**
 * Puts a server into a status at once, whatever it was doing, with the vm_state, task_state and power_state that go with
 * it. It stays there until it is told otherwise: nothing completes by itself.
 */
export function forceStatus(
  cloud: CloudState,
  server: Server,
  status: ForcedStatus,
  fault = { code: 500, message: 'The server was put into ERROR.' },
): void {
  const now = cloud.clock.now()
  const { vm, task, power } = standings[status]
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

/** What a build would have done by now: a host, addresses, volumes. */
function completeBuild(cloud: CloudState, server: Server, at: number): void {
  if (server.host === '') schedule(cloud, server, at)
  server.launchedAt ??= at
  server.hasAddresses = true
  if (!server.hasDevices) mapDevices(cloud, server, at)
}
