/**
 * resize: a stopped server gets another flavor and stays stopped. The full lifecycle resizes a running server.
 */
import { type ApiResponse, assume, assumeDefined, describe, isAtRest, test, verifies } from '#harness'
import {
  assumeFlavor,
  assumeFlavorAllowed,
  resizeWithDiskConfig,
  untilFlavor,
  verifyResizeStatuses,
  verifySecondResizeRejected,
} from '../support/server-resize.ts'
import { describeStatus, statusPointer } from '../support/server-state.ts'

const isFinished = (response: ApiResponse): boolean => isAtRest('SHUTOFF')(response) || isAtRest('ACTIVE')(response)

describe('Resize of a stopped server', () => {
  test(
    'ends with the new flavor in SHUTOFF',
    verifies(
      'servers.resize.changes-flavor',
      'servers.resize.disk-config',
      'servers.resize.stays-shutoff',
      'servers.state.governs-actions',
      'servers.state.resize',
      'servers.state.verify-resize',
    ),
    async ({ given, compute, step, verify, resources, skip }) => {
      const flavorRef = assumeDefined(resources.resizeFlavor, 'No flavor to resize to is configured.')
      const { id: serverId } = await given.server({ exclusive: true, originalFlavor: true, state: 'SHUTOFF' })
      const show = () => compute.call('showServer', { path: { serverId } })
      assumeFlavor(await show(), resources.flavor)

      const { request, response } = await step('resize it', () =>
        resizeWithDiskConfig(compute, { serverId, flavorRef }, 'AUTO', verify.soft('servers.resize.disk-config')),
      )
      assumeFlavorAllowed(response, flavorRef)
      // The document does not say in which statuses a server can be resized.
      if (response.status === 409) skip('The target resizes only servers that are ACTIVE.')
      const changesFlavor = verify('servers.resize.changes-flavor')
      changesFlavor.isSuccess(response)
      verify.complete('servers.resize.disk-config')
      const governsActions = verify.soft('servers.state.governs-actions')
      const observation = await verifySecondResizeRejected(compute, request, governsActions)
      verify.complete('servers.state.governs-actions')
      const resized = await changesFlavor.waitFor(serverId, untilFlavor(flavorRef))
      verify.complete('servers.resize.changes-flavor')
      const assertions = {
        resize: verify.soft('servers.state.resize'),
        verify: verify.soft('servers.state.verify-resize'),
      }
      verifyResizeStatuses(assertions, { ...resized, statusHistory: [observation, ...resized.statusHistory] })
      verify.complete('servers.state.resize', 'servers.state.verify-resize')

      // servers.resize.auto-confirm covers the confirmation, on a running server.
      const atRest = { expected: 'at rest in SHUTOFF or ACTIVE', at: statusPointer, holds: isFinished }
      const wait = { after: 'resize', name: 'resize', conditions: [atRest] } as const
      const { outcome, response: last } = await compute.waitForServer(serverId, wait)
      assume(outcome === 'reached', 'The resize was not confirmed in time.', 'servers.resize.auto-confirm')
      verify.soft('servers.resize.stays-shutoff').holds(isAtRest('SHUTOFF')(last), last, {
        message: 'A server that was SHUTOFF before its resize is not SHUTOFF after it.',
        at: statusPointer,
        expected: 'SHUTOFF',
        actual: describeStatus(last),
      })
    },
  )
})
