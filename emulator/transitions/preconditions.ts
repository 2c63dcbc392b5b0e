import { defineHook } from '../fault-injection/hooks.ts'
import { conflict } from '../server/errors.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { type Server, type TaskState, taskStates, type VmState } from '../state/servers.ts'

/** The states in which an action may begin, from the document and, where it says nothing, from Nova. */
export interface Precondition {
  /** The name of the action in the message of a rejection. */
  readonly action: string
  readonly vmStates: readonly VmState[]
  /** The tasks during which the action may begin; by default the server must have none. */
  readonly during?: readonly TaskState[]
}

const whileRebooting: readonly TaskState[] = ['rebooting', 'reboot_started', 'rebooting_hard', 'reboot_started_hard']

export const preconditions = {
  start: { action: 'start', vmStates: ['stopped'] },
  stop: { action: 'stop', vmStates: ['active', 'error'] },
  softReboot: { action: 'reboot', vmStates: ['active'] },
  hardReboot: {
    action: 'reboot',
    vmStates: ['active', 'stopped', 'paused', 'suspended', 'error'],
    during: [...whileRebooting, 'pausing', 'unpausing', 'suspending', 'resuming'],
  },
  resize: { action: 'resize', vmStates: ['active', 'stopped'] },
  confirmResize: { action: 'confirmResize', vmStates: ['resized'] },
  revertResize: { action: 'revertResize', vmStates: ['resized'] },
  createImage: { action: 'createImage', vmStates: ['active', 'stopped', 'paused', 'suspended'] },
  pause: { action: 'pause', vmStates: ['active'] },
  unpause: { action: 'unpause', vmStates: ['paused'] },
  suspend: { action: 'suspend', vmStates: ['active'] },
  resume: { action: 'resume', vmStates: ['suspended'] },
  rescue: { action: 'rescue', vmStates: ['active', 'stopped', 'error'] },
  unrescue: { action: 'unrescue', vmStates: ['rescued'] },
  rebuild: { action: 'rebuild', vmStates: ['active', 'stopped', 'error'] },
  shelve: { action: 'shelve', vmStates: ['active', 'stopped', 'paused', 'suspended'] },
  unshelve: { action: 'unshelve', vmStates: ['shelved', 'shelved_offloaded'] },
  changePassword: { action: 'changePassword', vmStates: ['active'] },
  restore: { action: 'restore', vmStates: ['soft-delete'] },
  metadata: {
    action: 'update metadata',
    vmStates: ['active', 'paused', 'suspended', 'stopped'],
    during: taskStates.filter((task) => task !== 'deleting'),
  },
  attachInterface: { action: 'attach_interface', vmStates: ['active', 'paused', 'stopped'] },
  detachInterface: { action: 'detach_interface', vmStates: ['active', 'paused', 'stopped'] },
  attach: {
    action: 'attach_volume',
    vmStates: ['active', 'paused', 'stopped', 'resized', 'soft-delete', 'shelved', 'shelved_offloaded'],
  },
  detach: {
    action: 'detach_volume',
    vmStates: ['active', 'paused', 'suspended', 'stopped', 'resized', 'soft-delete', 'shelved', 'shelved_offloaded'],
  },
} as const satisfies Record<string, Precondition>

/** Rejects an action on a locked server. @throws ApiError 409 for a locked server. */
export function requireUnlocked(server: Server): void {
  if (server.isLocked) throw conflict(`Instance ${server.id} is locked`)
}

/** Tells whether the vm_state of a server allows an action. */
export const allowsVmState = defineHook(
  'preconditions.vmState',
  (_cloud: CloudState, server: Server, { vmStates }: Precondition): boolean => vmStates.includes(server.vmState),
)

/** Tells whether an action may begin during the current task of a server. */
export const allowsTask = defineHook(
  'preconditions.task',
  (_cloud: CloudState, { taskState }: Server, { during = [] }: Precondition): boolean =>
    taskState === null || during.includes(taskState),
)

/**
 * Rejects an action that the state of the server does not allow.
 * @throws ApiError 409 when the server is locked, or when its vm_state or task does not allow the action.
 */
export function requireState(cloud: CloudState, server: Server, precondition: Precondition): void {
  requireUnlocked(server)
  const rejection = (attribute: string, value: string | null) =>
    conflict(`Cannot '${precondition.action}' instance ${server.id}: its ${attribute} is ${value}`)
  if (!allowsVmState(cloud, server, precondition)) throw rejection('vm_state', server.vmState)
  if (!allowsTask(cloud, server, precondition)) throw rejection('task_state', server.taskState)
}
