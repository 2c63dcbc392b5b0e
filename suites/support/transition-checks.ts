/** Checks of the statuses that a server has while an action is in progress. */
import {
  type ApiResponse,
  allowedStatuses,
  assume,
  type CallOptions,
  type ComputeClient,
  firstIllegalStatus,
  formatHistory,
  type RequirementAssertion,
  type StatusObservation,
  statusesOf,
  withStatus,
} from '#harness'
import { statusObservationOf, statusPointer } from './servers/server-state.ts'

/** A wait that has ended: the last response, and the statuses observed during the wait. */
export interface ObservedWait {
  readonly response: ApiResponse
  readonly statusHistory: readonly StatusObservation[]
}

/** Verifies that the observed statuses are those of the transition, in its order. */
export function verifyTransition(
  assertion: RequirementAssertion,
  transition: string,
  { response, statusHistory }: ObservedWait,
): void {
  assume(statusesOf(statusHistory).length > 0, `The server showed no status during ${transition}.`, 'servers.status')
  const illegalStatus = firstIllegalStatus(transition, statusHistory)
  assertion.holds(illegalStatus === undefined, response, {
    message: `Unexpected status ${illegalStatus} during ${transition}.`,
    at: statusPointer,
    expected: `${allowedStatuses(transition).join(', ')}, in this order`,
    actual: formatHistory(statusHistory),
  })
}

/**
 * Sends an action and shows the server at the same time: a fast target may have finished when the action is answered.
 * The observation shows the server as it was before if the target handles showServer first.
 */
export async function actAndObserve(
  compute: ComputeClient,
  serverId: string,
  body: unknown,
  options: Pick<CallOptions, 'isMomentary'> = {},
): Promise<{ readonly response: ApiResponse; readonly observation: StatusObservation }> {
  const path = { serverId }
  const action = compute.call('actOnServer', { path, body, ...options })
  const [response, shown] = await Promise.all([action, compute.call('showServer', { path })])
  return { response, observation: statusObservationOf(shown) }
}

/**
 * The observations whose status is part of the transition. For transitions whose intermediate status has a requirement
 * of its own (`servers.state.build`, `servers.state.hard-reboot`): only the order is left to verify.
 */
export const expectedObservations = (
  transition: string,
  statusHistory: readonly StatusObservation[],
): StatusObservation[] =>
  statusHistory.filter((observation) =>
    statusesOf([observation]).every((status) => allowedStatuses(transition).includes(status)),
  )

/**
 * Verifies the status of a server while an action is in progress: one of `names`, or no observation at all, since the
 * action may finish between two polls. A status of `ends` is wrong too when `task_state` still shows the task of the
 * action.
 */
export function verifyInProgressStatus(
  assertion: RequirementAssertion,
  { response, statusHistory }: ObservedWait,
  action: { readonly names: readonly string[]; readonly ends: readonly string[]; readonly task: RegExp },
): void {
  const wrong = withStatus(statusHistory).find(({ status, taskState }) =>
    action.ends.includes(status)
      ? typeof taskState === 'string' && action.task.test(taskState)
      : !action.names.includes(status),
  )
  const task = wrong?.taskState ? ` (${wrong.taskState})` : ''
  assertion.holds(wrong === undefined, response, {
    message: `The server was ${wrong?.status}${task} while the action was in progress.`,
    at: statusPointer,
    expected: `${action.names.join(' or ')} while the action is in progress`,
    actual: formatHistory(statusHistory),
  })
}
