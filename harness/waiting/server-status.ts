import { canonicalStatus, type RequirementId } from '#model'
import type { ApiResponse } from '../client/api-response.ts'

/** One observation of a server while a test waits for it. */
export interface StatusObservation {
  /** `404` for a server that no longer exists; for any other response without a status, a description of it. */
  readonly status: string
  /** The response showed no status, so that it says nothing about the server. */
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
  /** Pointer to the value that it is about. */
  readonly at: string
  holds(response: ApiResponse): boolean
  /** The requirement that states this condition, when it is not what the wait is about. */
  readonly requirement?: RequirementId
}

const statusPointer = 'body/server/status'
const taskStatePointer = 'body/server/OS-EXT-STS:task_state'

const hasNoTask = (response: ApiResponse): boolean => response.traits.isIdle(response.at(taskStatePointer))

/** The status of an idle server by its `OS-EXT-STS:vm_state`: `_STATE_MAP` in nova/api/openstack/common.py. */
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
  if (status !== undefined) response.traits.addNote('Servers show no status; the run goes by their vm_state.')
  return status
}

const statusIn = (response: ApiResponse): string => canonicalStatus(shownStatus(response) ?? '')

/** In this status, with no task in progress. Some targets leave out `task_state`; then the status alone counts. */
export const isAtRest =
  (status: string): ((response: ApiResponse) => boolean) =>
  (response) =>
    statusIn(response) === status && hasNoTask(response)

/** The server has this status. */
export const inStatus = (status: string): WaitCondition => ({
  expected: status,
  at: statusPointer,
  holds: (response) => statusIn(response) === status,
})

/** Nothing is being done to the server. */
export const withoutTask: WaitCondition = {
  expected: 'idle',
  at: taskStatePointer,
  holds: hasNoTask,
  requirement: 'servers.task-state.idle',
}

/** In DELETED by this very name: a server in SOFT_DELETED still exists. */
export const isShownDeleted = (response: ApiResponse): boolean =>
  response.string(statusPointer)?.toUpperCase() === 'DELETED'

/** Not found, or in DELETED: Nova may show a server for a moment after its deletion. */
export const isDeletedServer = (response: ApiResponse): boolean =>
  response.status === 404 || statusIn(response) === 'DELETED'

/** The server no longer exists. */
export const deleted: WaitCondition = {
  expected: 'deleted (404 or status DELETED)',
  at: statusPointer,
  holds: isDeletedServer,
}

/** Whether the response states that no task is in progress on the server. */
export const isExplicitlyIdle = (response: ApiResponse): boolean =>
  response.traits.isExplicitlyIdle(response.at(taskStatePointer))

/** Longer than any status of the document; a target may send any text. */
const maxStatusLength = 60
const maxFaultLength = 200

const truncate = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length)}…`)

/**
 * Whether ACTIVE was reached under another name, which is learned: nothing is being done to the server, and its vm_state is active. Nova
 * derives the status from these two (nova/api/openstack/common.py).
 */
export function learnNameOfActive(conditions: readonly WaitCondition[], last: ApiResponse): boolean {
  const shown = last.string(statusPointer)
  const awaitsActive = conditions.some(({ expected }) => expected === 'ACTIVE')
  if (!awaitsActive || shown === undefined || !isExplicitlyIdle(last) || !isActiveMachine(last)) return false
  last.traits.readAsActive(truncate(shown, maxStatusLength))
  return conditions.every((condition) => condition.holds(last))
}

/** The status and task state in a response of showServer. */
export function observeStatus(response: ApiResponse, ms: number): StatusObservation {
  const shown = shownStatus(response)
  const status = shown ?? `no status in a ${response.status} response`
  const taskState = response.at(taskStatePointer)
  return {
    status: response.status === 404 ? '404' : truncate(status, maxStatusLength),
    taskState:
      typeof taskState === 'string' ? truncate(taskState, maxStatusLength) : taskState === null ? null : undefined,
    ms,
    ...(shown === undefined && response.status !== 404 ? { isMissing: true } : {}),
  }
}

/** The observations that show a status: an error of a gateway, or a body without one, is no status of the server. */
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

/** The message of the server's `fault` in parentheses, to append to a sentence; empty when there is none. */
export function faultSuffix(response: ApiResponse): string {
  const message = response.string('body/server/fault/message')
  return message === undefined ? '' : ` ("${truncate(message, maxFaultLength)}")`
}
