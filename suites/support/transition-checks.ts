/** Checks of the statuses of a server while an action is in progress. */
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

/**
 * Verifies that the observed statuses are those of the transition, in its order.
 * @throws InconclusiveError when no status was observed
 */
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
 * Sends an action and shows the server at the same time, because a fast target may finish the action before its response arrives. If
 * the target handles showServer first, the observation is of the server before the action.
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
 * Returns the observations whose status is part of the transition. For transitions whose intermediate status another requirement covers
 * (`servers.state.build`, `servers.state.hard-reboot`), so that only the order remains to be verified.
 */
export const expectedObservations = (
  transition: string,
  statusHistory: readonly StatusObservation[],
): StatusObservation[] =>
  statusHistory.filter((observation) =>
    statusesOf([observation]).every((status) => allowedStatuses(transition).includes(status)),
  )

/**
 * Verifies the status of a server while an action is in progress: one of `names`, or no observation at all, because the action may
 * finish between two polls. A status of `ends`, the statuses before and after the action, is wrong while `task_state` still shows the
 * task of the action.
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
