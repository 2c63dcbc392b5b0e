/** Actions that the status of a server forbids, and checks of the server after the rejection. */
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
 * Verifies that a server which rejected an action is at rest in the same status. Records a violation if its power_state has changed.
 * @throws InconclusiveError when the server is no longer shown
 */
export async function verifyUnaffected(
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
    message: 'A server changed although it rejected an action.',
    at: shown.string(statusPointer) === status ? taskStatePointer : statusPointer,
    expected: `${status}, with no task in progress`,
    actual: `${describeStatus(shown)}, task_state ${String(shown.at(taskStatePointer))}`,
  })
  const other = status === 'ACTIVE' ? powerOff : powerOn
  const keepsPower = (response: ApiResponse) => response.at(powerStatePointer) !== other
  const { value: last } = await compute.poll(show, keepsPower, 'propagation', `power_state of ${status}`)
  if (last.isSuccess && !keepsPower(last))
    compute.recordViolation('servers.power-state.agrees', last, {
      message: 'A server changed although it rejected an action.',
      at: powerStatePointer,
      expected: `any but ${other}`,
      actual: String(other),
    })
}

/** Sends an action that the status of the server forbids. If it is accepted, waits until it has ended; later steps verify its effects. */
export async function tryForbiddenAction(
  compute: ComputeClient,
  serverId: string,
  body: object,
  untilRest: WaitOptions,
): Promise<ApiResponse> {
  const response = await compute.call('actOnServer', { path: { serverId }, body, mayBeRejected: true })
  if (response.isSuccess) await compute.waitForServer(serverId, untilRest)
  return response
}
