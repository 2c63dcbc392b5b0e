/** The states that no documented call leads to, or in which none keeps a server, and what the document says of them. */
import {
  type Answer,
  arranged,
  type Check,
  type Compute,
  type Fault,
  type Judge,
  lists,
  type RequirementId,
  rests,
  type Standing,
  succeeds,
} from '#harness'
import { detailedList, plainList, reader, servers, without } from './server-lists.ts'

export interface OperatorState {
  readonly status: Standing
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
export const operatorStates: readonly OperatorState[] = [
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

export const namesOf = ({ status, names }: OperatorState): readonly string[] => names ?? [status]

/** What of a server's state disagrees with its status. What is not shown at all, or not as it has to be, is judged by itself. */
export function disagreements(shown: Answer, { status, vmState, isOn, isIdle }: OperatorState) {
  const fault = (at: string, expected: string): Fault => {
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
export async function judgeStatusFilters(
  compute: Compute,
  server: { readonly id: string; readonly name: string },
  status: string,
  judges: { readonly list: Judge; readonly detail: Judge },
): Promise<void> {
  for (const list of [plainList, detailedList]) {
    const judge = judges[list.part]
    const read = reader(compute, list)
    const name = { name: server.name }
    const isListed = lists(servers, 'id', server.id)
    const found = await read({ ...name, status })
    // A list that leaves the server out anyway shows nothing of the filter.
    if (isListed(found)) arranged(isListed(await read(name)) ? undefined : true, 'The list leaves out the server.')
    judge.see(found, succeeds, isListed)
    judge.see(await read({ ...name, status: 'ACTIVE' }), without(server.id))
  }
}

/** The server is at rest in a status. For waits that begin in ERROR, which elsewhere is an end. */
export const comesToRest =
  (status: 'ACTIVE' | 'SHUTOFF'): Check =>
  (answer) =>
    rests(status)(answer)
      ? undefined
      : {
          message: `The server is not at rest in ${status}.`,
          at: statusAt,
          expected: status,
          actual: answer.string(statusAt) ?? `no status in an answer ${answer.status}`,
        }

/** Judges that a request has begun nothing: the server is as it was. Says whether it is. */
export function judgeUntouched(judge: Judge, before: Answer, after: Answer): boolean {
  const told = (answer: Answer) => `${answer.string(statusAt)} (${String(answer.at(taskStateAt))})`
  judge.that(told(before) === told(after), after, {
    message: 'Something has begun that was refused or not asked for.',
    at: statusAt,
    expected: told(before),
    actual: told(after),
  })
  return told(before) === told(after)
}
