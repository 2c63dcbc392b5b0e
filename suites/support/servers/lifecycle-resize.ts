/** The resize of the server of the full lifecycle. */
import { assume } from '#harness'
import { untilActive } from './active-server.ts'
import type { LifecycleServer } from './lifecycle-server.ts'
import { observationsToVerify } from './resize-statuses.ts'
import { assumeFlavor, resizeWithDiskConfig, verifyNewFlavor, verifySecondResize } from './server-resize.ts'
import { bringToActive, restStatusOf } from './server-state.ts'
import { compareUpdated } from './updated-time.ts'

/**
 * Verifies that the server gets the flavor, and is ACTIVE again without a confirmation.
 * @throws InconclusiveError when the server does not show the flavor it was created with, or is not ACTIVE before
 */
export async function verifyResize(server: LifecycleServer, flavorRef: string): Promise<void> {
  const { id: serverId } = server
  const { compute, verify } = server.fixtures
  assumeFlavor(server.built, compute.run.settings.resources.flavor)
  await bringToActive(compute, serverId)
  const before = await server.show()
  assume(restStatusOf(before) === 'ACTIVE', 'The server is not ACTIVE.', 'servers.stop.becomes-shutoff')
  const diskConfig = verify.soft('servers.resize.disk-config')
  const attempted = await resizeWithDiskConfig(compute, { serverId, flavorRef }, 'MANUAL', diskConfig)
  const { statusHistory, acceptedAgain } = await verifyNewFlavor(verify, compute, attempted)
  server.newFlavor = flavorRef
  if (acceptedAgain) {
    const { outcome } = await compute.waitForServer(serverId, { ...untilActive, after: 'resize', name: 'resize' })
    const reason = 'A second resize was accepted during the first, and the server is not ACTIVE.'
    assume(outcome === 'reached', reason, 'servers.state.governs-actions')
  }
  const autoConfirm = verify('servers.resize.auto-confirm')
  const confirmed = await autoConfirm.reachesStatus(serverId, 'ACTIVE', 'resize', 'resize')
  verify.complete('servers.resize.auto-confirm')
  await server.recordAfter('resize')
  await compareUpdated(compute, serverId, before)
  await server.setLaterValues('lifecycle-resized')
  // After a second resize, the statuses do not belong to the first one alone.
  if (acceptedAgain) return verifySecondResize(verify, compute, attempted, acceptedAgain)
  server.verifyTransition('resize from ACTIVE', {
    response: confirmed.response,
    statusHistory: observationsToVerify('resize from ACTIVE', [...statusHistory, ...confirmed.statusHistory]),
  })
}
