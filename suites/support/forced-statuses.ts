/**
 * The statuses that only an operator can set, or that a server has only briefly after a documented call, with the statements of the
 * document about them.
 */
import {
  type ApiResponse,
  assume,
  type ForcedStatus,
  isAtRest,
  jsonPreview,
  type Matcher,
  type RequirementAssertion,
} from '#harness'
import type { RequirementId } from '#model'
import { isNotFound } from './empty-lists.ts'
import {
  describeStatus,
  powerOff,
  powerStatePointer,
  statusPointer,
  taskStatePointer,
  vmStatePointer,
} from './servers/server-state.ts'

/** A status that a test forces, and the statements about a server in it. */
export interface ForcedState {
  readonly status: ForcedStatus
  /** The requirement about the status itself, if it is in the document's table of states. */
  readonly requirement?: RequirementId
  /** Its accepted spellings, Nova's first. Default: only the status. */
  readonly names?: readonly string[]
  /** The `vm_state` that belongs to the status, where the document defines one. */
  readonly vmState?: string
  /** `power_state` must not be that of a machine that is off. */
  readonly isOn?: boolean
  /** No task is in progress. */
  readonly isIdle?: boolean
  /** A task is in progress, and every action must be rejected until it ends. */
  readonly isBusy?: boolean
  /** The document allows a hard reboot. */
  readonly allowsHardReboot?: boolean
  /** The document allows os-stop. */
  readonly allowsStop?: boolean
  /** The document allows createImage. */
  readonly allowsImage?: boolean
}

/** The statuses in the document's table, followed by Nova's other ones. */
export const forcedStates: readonly ForcedState[] = [
  {
    status: 'PAUSED',
    requirement: 'servers.state.paused',
    vmState: 'paused',
    isOn: true,
    isIdle: true,
    allowsHardReboot: true,
    allowsImage: true,
  },
  {
    status: 'SUSPENDED',
    requirement: 'servers.state.suspended',
    vmState: 'suspended',
    isIdle: true,
    allowsHardReboot: true,
    allowsImage: true,
  },
  {
    status: 'ERROR',
    requirement: 'servers.state.error',
    vmState: 'error',
    isIdle: true,
    allowsHardReboot: true,
    allowsStop: true,
  },
  {
    status: 'RESCUE',
    requirement: 'servers.state.rescue',
    names: ['RESCUE', 'RESCUED'],
    isIdle: true,
  },
  { status: 'REBUILD', requirement: 'servers.state.rebuild', isBusy: true },
  { status: 'REVERT_RESIZE', requirement: 'servers.state.revert-resize', isBusy: true },
  { status: 'BUILD', names: ['BUILD', 'BUILDING'], isBusy: true },
  { status: 'REBOOT', allowsHardReboot: true, isBusy: true },
  { status: 'HARD_REBOOT', allowsHardReboot: true, isBusy: true },
  { status: 'RESIZE', names: ['RESIZE', 'RESIZED'], isBusy: true },
  { status: 'VERIFY_RESIZE' },
  { status: 'MIGRATING', isBusy: true },
  { status: 'PASSWORD', isBusy: true },
  { status: 'SHELVED' },
  { status: 'SHELVED_OFFLOADED' },
  { status: 'SOFT_DELETED' },
]

/** Returns the accepted spellings of a status. */
export const namesOf = ({ status, names }: ForcedState): readonly string[] => names ?? [status]

/**
 * Returns a matcher for one attribute of a server in the state. An attribute of another type passes, because a schema requirement
 * covers it.
 */
const agrees =
  ({ status }: ForcedState, pointer: string, expected: string, isWrong: (value: unknown) => boolean): Matcher =>
  (shown) =>
    isWrong(shown.at(pointer))
      ? {
          message: `The server is ${status}, and ${pointer.replace(/.*:/, '')} contradicts that.`,
          at: pointer,
          expected,
          actual: jsonPreview(shown.at(pointer)),
        }
      : undefined

/** Matches a server whose `vm_state` agrees with the status. */
export const vmStateAgrees = (state: ForcedState): Matcher =>
  agrees(state, vmStatePointer, String(state.vmState), (value) => {
    return state.vmState !== undefined && typeof value === 'string' && value !== state.vmState
  })

/** Matches a server whose `power_state` agrees with the status. */
export const powerStateAgrees = (state: ForcedState): Matcher =>
  agrees(state, powerStatePointer, `anything but ${powerOff} (off)`, (value) => {
    return state.isOn === true && value === powerOff
  })

/** Matches a server whose `task_state` agrees with the status. */
export const taskStateAgrees = (state: ForcedState): Matcher =>
  agrees(state, taskStatePointer, 'null', (value) => state.isIdle === true && typeof value === 'string')

/** Matches a server that is at rest in the status. To be used for waits that begin in ERROR, in which `reachesStatus` fails at once. */
export const settlesIn =
  (status: 'ACTIVE' | 'SHUTOFF'): Matcher =>
  (response) =>
    isAtRest(status)(response)
      ? undefined
      : {
          message: `The server is not ${status} without a task.`,
          at: statusPointer,
          expected: status,
          actual: describeStatus(response),
        }

/**
 * Verifies that a request changed neither the status nor the task of the server, and returns whether it changed none.
 * @throws InconclusiveError when one of the responses shows no status
 */
export function verifyUnchanged(assertion: RequirementAssertion, before: ApiResponse, after: ApiResponse): boolean {
  const stateOf = (response: ApiResponse) =>
    `${response.string(statusPointer)} (${jsonPreview(response.at(taskStatePointer))})`
  assume(!isNotFound(after) || isNotFound(before), 'The server is no longer shown.', 'servers.show.answers')
  const areShown = [before, after].every((response) => response.string(statusPointer) !== undefined)
  assume(areShown || isNotFound(before), 'The server shows no status.', 'servers.status')
  const isUnchanged = stateOf(before) === stateOf(after)
  assertion.holds(isUnchanged, after, {
    message: 'The request changed the status or the task of the server.',
    at: statusPointer,
    expected: stateOf(before),
    actual: stateOf(after),
  })
  return isUnchanged
}
