/** Actions that the status of a server forbids, and what a server is like after the rejection. */
import {
  type ApiResponse,
  assume,
  type ComputeClient,
  hasValueMatching,
  isAtRest,
  type Verify,
  type WaitOptions,
} from '#harness'
import { describeStatus, powerStatePointer, statusPointer } from './server-state.ts'

/** The value of power_state that says that a server is on or off. */
const powerOf = { ACTIVE: 1, SHUTOFF: 4 } as const

/**
 * Verifies that a server which has rejected an action is as it was: in the same status, with no task begun and its power unchanged,
 * sooner or later.
 * @throws InconclusiveError when it is not shown any more
 */
export async function verifyLeftAlone(
  verify: Verify,
  compute: ComputeClient,
  serverId: string,
  status: keyof typeof powerOf,
): Promise<void> {
  const show = () => compute.call('showServer', { path: { serverId } })
  const key = 'a server that rejected an action'
  const { value: shown, isDone } = await compute.poll(show, isAtRest(status), 'propagation', key)
  assume(isDone || shown.isSuccess, 'showServer does not return the server.', 'servers.show.answers')
  verify('servers.state.governs-actions').holds(isDone, shown, {
    message: 'A server that rejected an action is not as it was before.',
    at: statusPointer,
    expected: `${status}, with no task in progress`,
    actual: describeStatus(shown),
  })
  const other = Object.values(powerOf).find((value) => value !== powerOf[status])
  const keepsPower = hasValueMatching(powerStatePointer, `any but ${other}`, (value) => value !== other)
  await verify.soft('servers.power-state.agrees').eventually(show, keepsPower)
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
