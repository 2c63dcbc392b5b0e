/**
 * POST /servers/{serverId}/action: how a client has to name the one action it wants.
 */
import { describe, test, verifies } from '#harness'

describe('POST /servers/{serverId}/action', () => {
  test(
    'refuses no action, two actions and an unknown one',
    verifies('actions.one-key', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })

      // Each of the two actions would be taken up if it came alone.
      for (const body of [{}, { reboot: { type: 'SOFT' }, 'os-stop': null }, { 'conformance-no-such-action': null }]) {
        const refused = await compute.call('actOnServer', { path: { serverId: server.id }, body })

        verify('actions.one-key').isRejected(refused)
        verify.soft('status.refused-request').hasListedStatus(refused)
      }
    },
  )
})
