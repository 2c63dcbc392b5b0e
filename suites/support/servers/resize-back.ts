/** A resize to the flavor that a server had before another resize. */
import { type ComputeClient, inStatus, isAtRest, type WaitOptions, withoutTask } from '#harness'
import { type ResizeRequest, resizeBody, untilFlavor } from './server-resize.ts'
import { describeStatus, statusPointer } from './server-state.ts'

/** The wait until the resize of a running server has ended. */
const untilAtRest: WaitOptions = { after: 'resize', name: 'resize', conditions: [inStatus('ACTIVE'), withoutTask] }

/**
 * Resizes a server to the flavor that it had first. Records a violation by one that is at rest again without that flavor. A target may
 * reject the resize: the document restricts to which flavors a server can be resized. Does nothing if the root disk is not a volume: Nova
 * undoes an accepted resize to a flavor with a smaller disk on the host (nova/virt/libvirt/driver.py, `migrate_disk_and_power_off`).
 */
export async function resizeBack(
  compute: ComputeClient,
  { serverId, diskConfig }: ResizeRequest,
  flavorRef: string | undefined,
): Promise<void> {
  if (flavorRef === undefined || compute.run.settings.resources.bootVolume !== true) return
  const body = resizeBody({ serverId, flavorRef, ...(diskConfig && { diskConfig }) })
  const resized = await compute.call('actOnServer', { path: { serverId }, body, mayBeRejected: true })
  if (!resized.isSuccess) return
  const { outcome, response } = await compute.waitForServer(serverId, untilFlavor(flavorRef))
  if (outcome === 'reached') {
    const { response: last } = await compute.waitForServer(serverId, untilAtRest)
    // A confirmation that happens only once. A resize may also fail: the document restricts the flavors.
    if (describeStatus(last) !== 'VERIFY_RESIZE') return
    return compute.recordViolation('servers.resize.auto-confirm', last, {
      message: 'The second resize of a server is not confirmed.',
      at: statusPointer,
      expected: 'ACTIVE',
      actual: 'VERIFY_RESIZE',
    })
  }
  const shown = response.id('body/server/flavor/id')
  if (shown === undefined || shown === flavorRef || !isAtRest('ACTIVE')(response)) return
  compute.recordViolation('servers.resize.changes-flavor', response, {
    message: 'A server that was resized back to its first flavor does not have that flavor.',
    at: 'body/server/flavor/id',
    expected: flavorRef,
    actual: shown,
  })
}
