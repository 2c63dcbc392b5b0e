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

const rebootRequirements = { SOFT: 'servers.reboot.soft', HARD: 'servers.reboot.hard' } as const

/**
 * Reboots an ACTIVE server after other actions. Records a violation if the reboot is rejected, or ends in another status. Returns whether
 * the server is ACTIVE.
 */
export async function rebootAgain(compute: ComputeClient, serverId: string, type: 'SOFT' | 'HARD'): Promise<boolean> {
  const requirement = rebootRequirements[type]
  if (!(await requestAllowed(compute, serverId, requirement, { reboot: { type } }))) return true
  const wait = { ...untilActive, after: `reboot ${type}`, name: 'reboot' } as const
  const { outcome, response } = await compute.waitForServer(serverId, wait)
  if (outcome === 'reached') return true
  if (!endsOfFailure.includes(describeStatus(response))) return false
  compute.recordViolation(requirement, response, {
    message: `A server is not ACTIVE after a ${type} reboot that followed other actions.`,
    at: statusPointer,
    expected: 'ACTIVE',
    actual: describeStatus(response),
  })
  return false
}

/** Statuses in which a failed reboot leaves a server. */
const endsOfFailure: readonly string[] = ['ERROR', 'SHUTOFF']

/** Sends a soft reboot, then a hard one. */
export async function rebootInBothWays(compute: ComputeClient, serverId: string): Promise<void> {
  if (await rebootAgain(compute, serverId, 'SOFT')) await rebootAgain(compute, serverId, 'HARD')
}
