/** The states that no documented call leads to, or in which none keeps a server, and what the document says of them. */

import {
  type ApiResponse,
  assume,
  type ComputeClient,
  containsItem,
  type ForcedStatus,
  isAtRest,
  isSuccess,
  type Matcher,
  type Mismatch,
  type RequirementAssertion,
} from '#harness'
import type { RequirementId } from '#model'
import { detailedList, excludesServer, plainList, reader, servers } from './server-list.ts'

export interface ForcedState {
  readonly status: ForcedStatus
  /** What the document says of the state itself, where it has it in its table. */
  readonly requirement?: RequirementId
  /** Its names, the service's first; default: one, the status. */
  readonly names?: readonly string[]
  /** The vm_state that goes by the same name. */
  readonly vmState?: string
  /** The machine runs, or is held in memory. */
  readonly isOn?: boolean
  /** Nothing is under way. */
  readonly isIdle?: boolean
  /** Something is under way, for which any action has to wait. */
  readonly isBusy?: boolean
  /** The document's list for a hard reboot has it. */
  readonly allowsHard?: boolean
  /** os-stop is allowed. */
  readonly allowsStop?: boolean
  readonly allowsImage?: boolean
}

/** Documented states first; the others are Nova's, and the document knows them only as none of those that it lists. */
export const forcedStates: readonly ForcedState[] = [
  {
    status: 'PAUSED',
    requirement: 'servers.state.paused',
    vmState: 'paused',
    isOn: true,
    isIdle: true,
    allowsHard: true,
    allowsImage: true,
  },
  {
    status: 'SUSPENDED',
    requirement: 'servers.state.suspended',
    vmState: 'suspended',
    isIdle: true,
    allowsHard: true,
    allowsImage: true,
  },
  {
    status: 'ERROR',
    requirement: 'servers.state.error',
    vmState: 'error',
    isIdle: true,
    allowsHard: true,
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
  { status: 'BUILD', isBusy: true },
  { status: 'REBOOT', allowsHard: true, isBusy: true },
  { status: 'HARD_REBOOT', allowsHard: true, isBusy: true },
  { status: 'RESIZE', isBusy: true },
  { status: 'VERIFY_RESIZE' },
  { status: 'MIGRATING', isBusy: true },
  { status: 'PASSWORD', isBusy: true },
  { status: 'SHELVED' },
  { status: 'SHELVED_OFFLOADED' },
  { status: 'SOFT_DELETED' },
]

export const statusAt = 'body/server/status'
const vmStateAt = 'body/server/OS-EXT-STS:vm_state'
const powerStateAt = 'body/server/OS-EXT-STS:power_state'
const taskStateAt = 'body/server/OS-EXT-STS:task_state'

export const namesOf = ({ status, names }: ForcedState): readonly string[] => names ?? [status]

/** What of a server's state disagrees with its status. What is not shown at all, or not as it has to be, is judged by itself. */
export function inconsistencies(shown: ApiResponse, { status, vmState, isOn, isIdle }: ForcedState) {
  const fault = (at: string, expected: string): Mismatch => {
    return { message: `A server that is ${status} says otherwise.`, at, expected, actual: String(shown.at(at)) }
  }
  const vm = shown.at(vmStateAt)
  const task = shown.at(taskStateAt)
  return {
    vmState: vmState !== undefined && typeof vm === 'string' && vm !== vmState ? fault(vmStateAt, vmState) : undefined,
    power: isOn && shown.at(powerStateAt) === 4 ? fault(powerStateAt, 'anything but 4, off') : undefined,
    task: isIdle && typeof task === 'string' ? fault(taskStateAt, 'null') : undefined,
    none: { message: '', at: '', expected: '', actual: '' },
  }
}

/** Judges that both lists of servers keep the server for its status and leave it out for another. */
export async function verifyStatusFilters(
  compute: ComputeClient,
  server: { readonly id: string; readonly name: string },
  status: string,
  assertions: { readonly list: RequirementAssertion; readonly detail: RequirementAssertion },
): Promise<void> {
  for (const list of [plainList, detailedList]) {
    const assertion = assertions[list.part]
    const read = reader(compute, list)
    const name = { name: server.name }
    const isListed = containsItem(servers, 'id', server.id)
    const found = await read({ ...name, status })
    // A list that leaves the server out anyway shows nothing of the filter.
    if (isListed(found)) assume(!isListed(await read(name)), 'The list leaves out the server.')
    assertion.matches(found, isSuccess, isListed)
    assertion.matches(await read({ ...name, status: 'ACTIVE' }), excludesServer(server.id))
  }
}

/** The server is at rest in a status. For waits that begin in ERROR, which elsewhere is an end. */
export const settlesIn =
  (status: 'ACTIVE' | 'SHUTOFF'): Matcher =>
  (response) =>
    isAtRest(status)(response)
      ? undefined
      : {
          message: `The server is not at rest in ${status}.`,
          at: statusAt,
          expected: status,
          actual: response.string(statusAt) ?? `no status in an answer ${response.status}`,
        }

/** Judges that a request has begun nothing: the server is as it was. Says whether it is. */
export function verifyUnchanged(assertion: RequirementAssertion, before: ApiResponse, after: ApiResponse): boolean {
  const told = (response: ApiResponse) => `${response.string(statusAt)} (${String(response.at(taskStateAt))})`
  assertion.holds(told(before) === told(after), after, {
    message: 'Something has begun that was refused or not asked for.',
    at: statusAt,
    expected: told(before),
    actual: told(after),
  })
  return told(before) === told(after)
}
