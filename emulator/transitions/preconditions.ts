import type { FaultName } from '../faults/index.ts'
import { conflict } from '../server/errors.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { type Server, type TaskState, taskStates, type VmState } from '../state/servers.ts'

/** From where an action may begin. Where only the document or only Nova speaks of an action, that one counts. */
export interface Precondition {
  /** As the refusal names it. */
  readonly action: string
  readonly vmStates: readonly VmState[]
  /** Tasks during which the action may begin all the same; else there must be none. */
  readonly during?: readonly TaskState[]
  /** The fault that lifts this precondition. */
  readonly liftedBy?: FaultName
  /** The fault under which one of the states will not do. */
  readonly narrowedBy?: { readonly fault: FaultName; readonly vmState: VmState }
}

const whileRebooting: readonly TaskState[] = ['rebooting', 'reboot_started', 'rebooting_hard', 'reboot_started_hard']

export const preconditions = {
  start: { action: 'start', vmStates: ['stopped'], liftedBy: 'start-in-any-state' },
  stop: {
    action: 'stop',
    vmStates: ['active', 'error'],
    liftedBy: 'stop-in-any-state',
    narrowedBy: { fault: 'stop-of-failed-refused', vmState: 'error' },
  },
  softReboot: { action: 'reboot', vmStates: ['active'], liftedBy: 'reboot-soft-in-any-state' },
  hardReboot: {
    action: 'reboot',
    vmStates: ['active', 'stopped', 'paused', 'suspended', 'error'],
    during: [...whileRebooting, 'pausing', 'unpausing', 'suspending', 'resuming'],
    narrowedBy: { fault: 'reboot-hard-of-failed-refused', vmState: 'error' },
  },
  resize: { action: 'resize', vmStates: ['active', 'stopped'], liftedBy: 'resize-in-any-state' },
  confirmResize: { action: 'confirmResize', vmStates: ['resized'] },
  revertResize: { action: 'revertResize', vmStates: ['resized'] },
  createImage: {
    action: 'createImage',
    vmStates: ['active', 'stopped', 'paused', 'suspended'],
    liftedBy: 'create-image-in-any-state',
    narrowedBy: { fault: 'create-image-of-paused-refused', vmState: 'paused' },
  },
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

/** @throws ApiError 409 for a locked server. */
export function requireUnlocked(server: Server): void {
  if (server.isLocked) throw conflict(`Instance ${server.id} is locked`)
}

/** @throws ApiError 409 when the server is locked, in another state, or busy. */
export function requireState(cloud: CloudState, server: Server, condition: Precondition): void {
  requireUnlocked(server)
  const refuse = (attribute: string, value: string) =>
    conflict(`Cannot '${condition.action}' instance ${server.id}: its ${attribute} is ${value}`)
  const isLifted = condition.liftedBy !== undefined && cloud.faults.has(condition.liftedBy)
  const { narrowedBy } = condition
  const isNarrowed = narrowedBy?.vmState === server.vmState && cloud.faults.has(narrowedBy.fault)
  if (isNarrowed || (!isLifted && !condition.vmStates.includes(server.vmState)))
    throw refuse('vm_state', server.vmState)
  const { taskState } = server
  if (taskState === null || condition.during?.includes(taskState)) return
  if (taskState !== 'deleting' && (isLifted || cloud.faults.has('busy-server-accepts-actions'))) return
  throw refuse('task_state', taskState)
}
