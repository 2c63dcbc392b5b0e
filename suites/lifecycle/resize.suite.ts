/**
 * resize: a stopped server gets another flavor and stays stopped. The full lifecycle resizes a running server.
 */
import { type ApiResponse, assume, assumeDefined, describe, isAtRest, test, verifies } from '#harness'
import {
  assumeFlavor,
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
    async ({ given, compute, verify, resources }) => {
      const flavorRef = assumeDefined(resources.resizeFlavor, 'No flavor to resize to is configured.')
      const { id: serverId } = await given.server({ exclusive: true, originalFlavor: true, state: 'SHUTOFF' })
      const request = { serverId, flavorRef }
      const show = () => compute.call('showServer', { path: { serverId } })
      assumeFlavor(await show(), resources.flavor)

      const diskConfig = verify.soft('servers.resize.disk-config')
      const response = await resizeWithDiskConfig(compute, request, 'AUTO', diskConfig)

      const changesFlavor = verify('servers.resize.changes-flavor')
      changesFlavor.isSuccess(response)
      const governsActions = verify('servers.state.governs-actions')
      const observation = await verifySecondResizeRejected(compute, request, governsActions)
      const resized = await changesFlavor.waitFor(serverId, untilFlavor(flavorRef))
      const assertions = {
        resize: verify.soft('servers.state.resize'),
        verify: verify.soft('servers.state.verify-resize'),
      }
      verifyResizeStatuses(assertions, { ...resized, statusHistory: [observation, ...resized.statusHistory] })

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
