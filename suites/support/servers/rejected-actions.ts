/** Actions that the status of a server forbids, and what a server is like after the rejection. */
import { type ApiResponse, assume, type ComputeClient, isAtRest, type Verify, type WaitOptions } from '#harness'
import {
  describeStatus,
  powerOff,
  powerOn,
  powerStatePointer,
  statusPointer,
  taskStatePointer,
} from './server-state.ts'

/**
 * Verifies that a server which has rejected an action is in the same status, with no task begun, sooner or later. Records a violation if
 * its power has changed.
 * @throws InconclusiveError when it is not shown any more
 */
export async function verifyLeftAlone(
  verify: Verify,
  compute: ComputeClient,
  serverId: string,
  status: 'ACTIVE' | 'SHUTOFF',
): Promise<void> {
  const show = () => compute.call('showServer', { path: { serverId } })
  const key = 'a server that rejected an action'
  const { value: shown, isDone } = await compute.poll(show, isAtRest(status), 'propagation', key)
  assume(shown.isSuccess, 'showServer does not return the server.', 'servers.show.answers')
  verify('servers.state.governs-actions').holds(isDone, shown, {
    message: 'A server that rejected an action is not as it was before.',
    at: shown.string(statusPointer) === status ? taskStatePointer : statusPointer,
    expected: `${status}, with no task in progress`,
    actual: `${describeStatus(shown)}, task_state ${String(shown.at(taskStatePointer))}`,
  })
  const other = status === 'ACTIVE' ? powerOff : powerOn
  const keepsPower = (response: ApiResponse) => response.at(powerStatePointer) !== other
  const { value: last } = await compute.poll(show, keepsPower, 'propagation', `power_state of ${status}`)
  if (last.isSuccess && !keepsPower(last))
    compute.recordViolation('servers.power-state.agrees', last, {
      message: 'A server that rejected an action is not as it was before.',
      at: powerStatePointer,
      expected: `any but ${other}`,
      actual: String(other),
    })
}

/** Sends an action that the status of the server forbids, and waits where it is accepted: later steps tell what it has left behind. */
export async function tryForbidden(
  compute: ComputeClient,
  serverId: string,
  body: object,
  untilRest: WaitOptions,
): Promise<ApiResponse> {
  const response = await compute.call('actOnServer', { path: { serverId }, body, mayBeRejected: true })
  if (response.isSuccess) await compute.waitForServer(serverId, untilRest)
  return response
}
