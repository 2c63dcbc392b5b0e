import type { Server, TaskState, VmState } from '../state/servers.ts'

const idleStatuses: Readonly<Record<VmState, string>> = {
  building: 'BUILD',
  active: 'ACTIVE',
  stopped: 'SHUTOFF',
  paused: 'PAUSED',
  suspended: 'SUSPENDED',
  rescued: 'RESCUE',
  resized: 'VERIFY_RESIZE',
  shelved: 'SHELVED',
  shelved_offloaded: 'SHELVED_OFFLOADED',
  error: 'ERROR',
  'soft-delete': 'SOFT_DELETED',
  deleted: 'DELETED',
}

const resizing = {
  resize_prep: 'RESIZE',
  resize_migrating: 'RESIZE',
  resize_migrated: 'RESIZE',
  resize_finish: 'RESIZE',
} as const

const rebuilding = {
  rebuilding: 'REBUILD',
  rebuild_block_device_mapping: 'REBUILD',
  rebuild_spawning: 'REBUILD',
} as const

/** The statuses during tasks. Every other task leaves the status of the vm_state as it is. */
const taskStatuses: Readonly<Partial<Record<VmState, Readonly<Partial<Record<TaskState, string>>>>>> = {
  active: {
    rebooting: 'REBOOT',
    reboot_started: 'REBOOT',
    rebooting_hard: 'HARD_REBOOT',
    reboot_started_hard: 'HARD_REBOOT',
    updating_password: 'PASSWORD',
    migrating: 'MIGRATING',
    ...resizing,
    ...rebuilding,
  },
  stopped: { ...resizing, ...rebuilding },
  paused: { migrating: 'MIGRATING' },
  error: rebuilding,
  resized: { resize_reverting: 'REVERT_RESIZE' },
}

/** Returns the public status of a server (nova/api/openstack/common.py, _STATE_MAP). */
export function statusOf(server: Pick<Server, 'vmState' | 'taskState'>): string {
  const taskStatus = server.taskState === null ? undefined : taskStatuses[server.vmState]?.[server.taskState]
  return taskStatus ?? idleStatuses[server.vmState]
}

const statusesWithProgress = new Set(['ACTIVE', 'BUILD', 'RESIZE', 'VERIFY_RESIZE'])

/**
 * Tells whether `progress` is shown, which Nova omits in every other status
 * (nova/api/openstack/compute/views/servers.py).
 */
export function showsProgress(status: string): boolean {
  return statusesWithProgress.has(status)
}
