/** Actions that the status of a server forbids, and what a server is like after the rejection. */
import { type ApiResponse, type ComputeClient, isAtRest, type WaitOptions } from '#harness'
import { describeStatus, powerStatePointer, statusPointer } from './server-state.ts'

/** The values of power_state. */
const powerStates = { on: 1, off: 4 }

/**
 * Records a violation by a server that has rejected an action and is not as it was: in the same status, with no task begun and its
 * power unchanged, sooner or later.
 */
export async function compareLeftAlone(
  compute: ComputeClient,
  serverId: string,
  status: 'ACTIVE' | 'SHUTOFF',
): Promise<void> {
  const show = () => compute.call('showServer', { path: { serverId } })
  const key = 'a server that rejected an action'
  const { value: shown, isDone } = await compute.poll(show, isAtRest(status), 'propagation', key)
  // Another requirement covers a server that is not shown.
  if (!shown.isSuccess) return
  if (!isDone)
    return compute.recordViolation('servers.state.governs-actions', shown, {
      message: 'A server that rejected an action is not as it was before.',
      at: statusPointer,
      expected: `${status}, with no task in progress`,
      actual: describeStatus(shown),
    })
  const other = status === 'ACTIVE' ? powerStates.off : powerStates.on
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
