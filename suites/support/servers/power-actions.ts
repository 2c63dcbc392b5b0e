/** Power actions as steps of longer tests. Other tests verify each of them. */
import { type ApiResponse, type ComputeClient, isRejected, type Verify } from '#harness'
import type { RequirementId } from '#model'
import { untilActive } from './active-server.ts'
import { verifyPoweredDown } from './agreement-checks.ts'
import { describeStatus, restStatusOf, statusPointer, untilPoweredOff } from './server-state.ts'

/**
 * Sends an action that the status ACTIVE allows. Records a violation if it is still rejected after the propagation timeout although the server
 * is at rest in that status, whatever its earlier actions. Returns whether it was accepted.
 */
export async function requestAllowed(
  compute: ComputeClient,
  serverId: string,
  requirement: RequirementId,
  body: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const request = () => compute.call('actOnServer', { path: { serverId }, body })
  const isAccepted = (response: ApiResponse) => response.isSuccess
  const { value: last } = await compute.poll(request, isAccepted, 'propagation', 'another action')
  const isRefused = isRejected(last) === undefined
  if (isRefused && restStatusOf(await compute.call('showServer', { path: { serverId } })) === 'ACTIVE') {
    compute.recordViolation(requirement, last, {
      message: `An ACTIVE server rejects ${Object.keys(body)[0]} after other actions.`,
      at: 'status',
      expected: '202',
      actual: String(last.status),
    })
  }
  return last.isSuccess
}

/** Stops an ACTIVE server that was stopped before. */
export async function stopAgain(verify: Verify, compute: ComputeClient, serverId: string): Promise<void> {
  if (!(await requestAllowed(compute, serverId, 'servers.stop.becomes-shutoff', { 'os-stop': null }))) return
  const { outcome, response } = await compute.waitForServer(serverId, untilPoweredOff)
  if (outcome === 'reached') return verifyPoweredDown(verify, compute, serverId)
  if (restStatusOf(response) !== 'ACTIVE') return
  compute.recordViolation('servers.stop.becomes-shutoff', response, {
    message: 'An ACTIVE server that was stopped before does not stop again.',
    at: statusPointer,
    expected: 'SHUTOFF',
    actual: describeStatus(response),
  })
}

/** Sends a soft reboot, then a hard one. A target may reject the hard one. */
export async function rebootInBothWays(compute: ComputeClient, serverId: string): Promise<void> {
  const isSoft = await requestAllowed(compute, serverId, 'servers.reboot.soft', { reboot: { type: 'SOFT' } })
  if (isSoft) await compute.waitForServer(serverId, { ...untilActive, after: 'reboot SOFT', name: 'reboot' })
  const hard = await compute.call('actOnServer', { path: { serverId }, body: { reboot: { type: 'HARD' } } })
  if (hard.isSuccess) await compute.waitForServer(serverId, { ...untilActive, after: 'reboot HARD', name: 'reboot' })
}
