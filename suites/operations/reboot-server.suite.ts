/**
 * reboot: invalid requests, and a status in which it is not allowed.
 */
import { describe, probes, test, verifies } from '#harness'

describe('POST /servers/{serverId}/action reboot', () => {
  test(
    'rejects a soft reboot of a SHUTOFF server',
    verifies('servers.reboot.soft-only-active', 'status.refused-state'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })

      const path = { serverId: server.id }
      const body = { reboot: { type: 'SOFT' } }
      const rejected = await compute.call('actOnServer', { path, body, mayBeRejected: true })

      verify('servers.reboot.soft-only-active').isRejected(rejected)
      verify.soft('status.refused-state').hasListedStatus(rejected)
    },
  )

  test(
    'rejects a value that is not an object',
    probes('servers.reboot.object-required', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })

      for (const reboot of [null, 'SOFT', ['SOFT']]) {
        const rejected = await compute.call('actOnServer', {
          path: { serverId: server.id },
          body: { reboot },
          isInvalid: true,
        })

        verify('servers.reboot.object-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
    },
  )

  test(
    'rejects a type that is missing or unknown',
    probes('servers.reboot.type-required', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })

      for (const reboot of [{}, { type: 'WARM' }, { type: null }, { type: '' }]) {
        const rejected = await compute.call('actOnServer', {
          path: { serverId: server.id },
          body: { reboot },
          isInvalid: true,
        })

        verify('servers.reboot.type-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
    },
  )
})
