/**
 * POST /servers/{serverId}/action: the body names exactly one action.
 */
import { describe, probes, test } from '#harness'

describe('POST /servers/{serverId}/action', () => {
  test(
    'rejects a body with no action, two actions or an unknown action',
    probes('actions.one-key', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })

      // Each of the two actions would be accepted alone.
      for (const body of [{}, { reboot: { type: 'SOFT' }, 'os-stop': null }, { 'conformance-no-such-action': null }]) {
        const rejected = await compute.call('actOnServer', { path: { serverId: server.id }, body, isInvalid: true })

        verify('actions.one-key').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
    },
  )
})
