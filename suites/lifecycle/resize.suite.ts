/**
 * A stopped server is given another flavor and stays stopped. (A running one is resized in the story of a whole life.)
 */
import { type ApiResponse, assume, assumeDefined, describe, isAtRest, test, verifies } from '#harness'
import { pollUntilSettled } from '../support/polling.ts'
import { assumeFlavor, awaitFlavor, resizeAgain, resizeWith, verifyResizeStatuses } from '../support/server-resize.ts'

const isOver = (response: ApiResponse): boolean => isAtRest('SHUTOFF')(response) || isAtRest('ACTIVE')(response)

describe('Resize of a stopped server', () => {
  test(
    'has the new flavor in the end and is SHUTOFF as before',
    verifies(
      'servers.resize.changes-flavor',
      'servers.resize.disk-config',
      'servers.resize.stays-shutoff',
      'servers.state.governs-actions',
      'servers.state.resize',
      'servers.state.verify-resize',
    ),
    async ({ given, compute, verify, timeouts, resources }) => {
      const flavorRef = assumeDefined(resources.resizeFlavor, 'No flavor to resize to is configured.')
      const { id: serverId } = await given.server({ exclusive: true, originalFlavor: true, state: 'SHUTOFF' })
      const wanted = { serverId, flavorRef }
      assumeFlavor(await compute.call('showServer', { path: { serverId } }), resources.flavor)

      const accepted = await resizeWith(compute, wanted, 'AUTO', verify.soft('servers.resize.disk-config'))

      const change = verify('servers.resize.changes-flavor')
      change.isSuccess(accepted)
      const sight = await resizeAgain(compute, wanted, verify('servers.state.governs-actions'))
      const watch = { ...awaitFlavor(flavorRef), timeoutMs: timeouts.resize }
      const seen = await change.waitFor(serverId, { after: 'resize', ...watch })
      const assertions = {
        resize: verify.soft('servers.state.resize'),
        verify: verify.soft('servers.state.verify-resize'),
      }
      verifyResizeStatuses(assertions, { ...seen, statusHistory: [sight, ...seen.statusHistory] })

      // Whether a resize is confirmed without the user is judged on a running server.
      const show = () => compute.call('showServer', { path: { serverId } })
      const end = await pollUntilSettled(show, isOver, timeouts.resize)
      assume(isOver(end), 'The resize was not confirmed in time.')
      verify.soft('servers.resize.stays-shutoff').holds(isAtRest('SHUTOFF')(end), end, {
        message: 'A server that was stopped before its resize is not so afterwards.',
        at: 'body/server/status',
        expected: 'SHUTOFF',
        actual: end.string('body/server/status') ?? 'no status',
      })
    },
  )
})
