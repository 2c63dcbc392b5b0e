/** Power actions as steps of longer tests. Other tests verify each of them. */
import { type ApiResponse, type ComputeClient, isRejected, type Verify } from '#harness'
import { untilActive } from './active-server.ts'
import { verifyPoweredDown } from './agreement-checks.ts'
import { untilPoweredOff } from './server-state.ts'

/** Stops an ACTIVE server that was stopped before. A rejection is a violation, because the same server accepted the action earlier. */
export async function stopAgain(verify: Verify, compute: ComputeClient, serverId: string): Promise<void> {
  const stop = () => compute.call('actOnServer', { path: { serverId }, body: { 'os-stop': null } })
  const isAccepted = (response: ApiResponse) => response.isSuccess
  const { value: stopped } = await compute.poll(stop, isAccepted, 'propagation', 'another stop')
  if (isRejected(stopped) === undefined) {
    compute.recordViolation('servers.stop.becomes-shutoff', stopped, {
      message: 'An ACTIVE server that was stopped before cannot be stopped again.',
      at: 'status',
      expected: '202',
      actual: String(stopped.status),
    })
  }
  if (!stopped.isSuccess) return
  const { outcome } = await compute.waitForServer(serverId, untilPoweredOff)
  if (outcome === 'reached') await verifyPoweredDown(verify, compute, serverId)
}

/** Sends a soft reboot, then a hard one. A target may reject either. */
export async function rebootInBothWays(compute: ComputeClient, serverId: string): Promise<void> {
  for (const type of ['SOFT', 'HARD']) {
    const rebooted = await compute.call('actOnServer', { path: { serverId }, body: { reboot: { type } } })
    if (!rebooted.isSuccess) continue
    await compute.waitForServer(serverId, { ...untilActive, after: `reboot ${type}`, name: 'reboot' })
  }
}
