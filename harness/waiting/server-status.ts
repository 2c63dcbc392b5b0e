import { canonicalStatus, isKnownStatus, type RequirementId } from '#model'
import type { ApiResponse } from '../client/api-response.ts'

/** One observation of a server while a test waits for it. */
export interface StatusObservation {
  /** `404` for a server that no longer exists; for any other response without a status, a description of it. */
  readonly status: string
  /** True when the response showed no status, so that it says nothing about the server. */
  readonly isMissing?: true
  /** Undefined when the target does not show `OS-EXT-STS:task_state`. */
  readonly taskState: string | null | undefined
  /** Milliseconds since the wait began. */
  readonly ms: number
}

/** One part of an awaited state. */
export interface WaitCondition {
  /** The condition in words: `status ACTIVE`, `no task in progress`. */
  readonly expected: string
  /** Pointer to the value that the condition is about. */
  readonly at: string
  holds(response: ApiResponse): boolean
  /** The requirement about this condition, if it is not the one that the wait is about. */
  readonly requirement?: RequirementId
}

const statusPointer = 'body/server/status'
const taskStatePointer = 'body/server/OS-EXT-STS:task_state'

const hasNoTask = (response: ApiResponse): boolean => response.traits.isIdle(response.at(taskStatePointer))

/** The `OS-EXT-STS:vm_state` of an idle server → its status, as in `_STATE_MAP` of nova/api/openstack/common.py. */
const statusOfVmState: Readonly<Record<string, string>> = {
  active: 'ACTIVE',
  building: 'BUILD',
  error: 'ERROR',
  resized: 'VERIFY_RESIZE',
  stopped: 'SHUTOFF',
}

/** Whether a server is active by its `vm_state`. */
const isActiveMachine = (response: ApiResponse): boolean =>
  response.string('body/server/OS-EXT-STS:vm_state') === 'active'

/**
 * The status that a response shows. `servers.status` alone covers that a server has none, and `servers.state.active` that ACTIVE has
 * another name; then its vm_state tells the same.
 */
export function shownStatus(response: ApiResponse): string | undefined {
  const shown = response.string(statusPointer)
  if (shown !== undefined && response.traits.isNameOfActive(shown) && isActiveMachine(response)) return 'ACTIVE'
  if (response.at(statusPointer) !== undefined || !hasNoTask(response)) return shown
  const status = statusOfVmState[response.string('body/server/OS-EXT-STS:vm_state') ?? '']
  if (status !== undefined) response.traits.addNote('Servers show no status; the run uses their vm_state instead.')
  return status
}

const statusIn = (response: ApiResponse): string => canonicalStatus(shownStatus(response) ?? '')

/**
 * Creates a check that a server is in this status, with no task in progress. Some targets leave out `task_state`; then only the status is
 * checked.
 */
export const isAtRest =
  (status: string): ((response: ApiResponse) => boolean) =>
  (response) =>
    statusIn(response) === status && hasNoTask(response)

/** Creates the condition that the server has this status. */
export const inStatus = (status: string): WaitCondition => ({
  expected: status,
  at: statusPointer,
  holds: (response) => statusIn(response) === status,
})

/** The condition that no task is in progress on the server. */
export const withoutTask: WaitCondition = {
  expected: 'idle',
  at: taskStatePointer,
  holds: hasNoTask,
  requirement: 'servers.task-state.idle',
}

/** Tells whether the status is DELETED. A server in SOFT_DELETED still exists. */
export const isShownDeleted = (response: ApiResponse): boolean =>
  response.string(statusPointer)?.toUpperCase() === 'DELETED'

/** Tells whether the server is not found or in DELETED: Nova may show a server for a moment after its deletion. */
export const isDeletedServer = (response: ApiResponse): boolean =>
  response.status === 404 || statusIn(response) === 'DELETED'

/** The condition that the server no longer exists. */
export const deleted: WaitCondition = {
  expected: 'deleted (404 or status DELETED)',
  at: statusPointer,
  holds: isDeletedServer,
}

/** Tells whether the response states that no task is in progress on the server. */
export const isExplicitlyIdle = (response: ApiResponse): boolean =>
  response.traits.isExplicitlyIdle(response.at(taskStatePointer))

/** How many characters of a status are kept: more than any documented status has, but a target may send any text. */
const maxStatusLength = 60
const maxFaultLength = 200

const truncate = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length)}…`)

/** The statuses that an active machine has only during a task, in `_STATE_MAP` of nova/api/openstack/common.py. */
const statusesOfTasks = new Set(['MIGRATING', 'PASSWORD', 'REBOOT', 'HARD_REBOOT', 'REBUILD', 'RESIZE'])

/**
 * Whether ACTIVE was reached under another name, which is learned: nothing is being done to the server, and its vm_state is active. Nova
 * derives the status from these two (nova/api/openstack/common.py).
 */
export function learnNameOfActive(conditions: readonly WaitCondition[], last: ApiResponse): boolean {
  const shown = last.string(statusPointer)
  const awaitsActive = conditions.some(({ expected }) => expected === 'ACTIVE')
  if (!awaitsActive || shown === undefined) return false
  // A known status, such as SHUTOFF, is taken literally, except the status of a task that no server at rest has.
  if (isKnownStatus(shown) && !statusesOfTasks.has(canonicalStatus(shown))) return false
  if (!isExplicitlyIdle(last) || !isActiveMachine(last)) return false
  last.traits.readAsActive(truncate(shown, maxStatusLength))
  return conditions.every((condition) => condition.holds(last))
}

/** The status and task state in a response of showServer. */
export function observeStatus(response: ApiResponse, ms: number): StatusObservation {
  const shown = shownStatus(response)
  const status = shown ?? `no status in a ${response.status} response`
  return {
    status: response.status === 404 ? '404' : truncate(status, maxStatusLength),
    taskState: taskStateOf(response.at(taskStatePointer)),
    ms,
    ...(shown === undefined && response.status !== 404 ? { isMissing: true } : {}),
  }
}

/** Returns the observations that show a status of the server, without errors of a gateway and bodies without a status. */
export const withStatus = (statusHistory: readonly StatusObservation[]): StatusObservation[] =>
  statusHistory.filter(({ isMissing }) => isMissing === undefined)

/** `BUILD (spawning) after 0.02 s, ACTIVE after 1.50 s`, or `ACTIVE all the time` */
export function formatHistory(statusHistory: readonly StatusObservation[]): string {
  const nameOf = ({ status, taskState }: StatusObservation) => `${status}${taskState ? ` (${taskState})` : ''}`
  const [first, ...others] = statusHistory
  if (first && others.length === 0) return `${nameOf(first)} all the time`
  return statusHistory
    .map((observation) => `${nameOf(observation)} after ${(observation.ms / 1000).toFixed(2)} s`)
    .join(', ')
}

/** Returns the message of the server's `fault` in parentheses, to append to a sentence; an empty text without a fault. */
export function faultSuffix(response: ApiResponse): string {
  const message = response.string('body/server/fault/message')
  return message === undefined ? '' : ` ("${truncate(message, maxFaultLength)}")`
}

/** Returns a task state as evidence: bounded text, null for no task, and undefined for a value of another type. */
function taskStateOf(taskState: unknown): string | null | undefined {
  if (typeof taskState === 'string') return truncate(taskState, maxStatusLength)
  return taskState === null ? null : undefined
}
