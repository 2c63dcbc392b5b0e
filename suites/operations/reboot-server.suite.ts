/**
 * reboot: which requests a client may not make.
 */
import { describe, test, verifies } from '#harness'

describe('POST /servers/{serverId}/action reboot', () => {
  test(
    'refuses a soft reboot of a server that is stopped',
    verifies('servers.reboot.soft-only-active', 'status.refused-state'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })

      const refused = await compute.call('actOnServer', {
        path: { serverId: server.id },
        body: { reboot: { type: 'SOFT' } },
      })

      verify('servers.reboot.soft-only-active').isRejected(refused)
      verify.soft('status.refused-state').hasListedStatus(refused)
    },
  )

  test(
    'refuses a value that is no object',
    verifies('servers.reboot.object-required', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })

      for (const reboot of [null, 'SOFT', ['SOFT']]) {
        const refused = await compute.call('actOnServer', { path: { serverId: server.id }, body: { reboot } })

        verify('servers.reboot.object-required').isRejected(refused)
        verify.soft('status.refused-request').hasListedStatus(refused)
      }
    },
  )

  test(
    'refuses a type that is missing or unknown',
    verifies('servers.reboot.type-required', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })

      for (const reboot of [{}, { type: 'WARM' }, { type: null }, { type: '' }]) {
        const refused = await compute.call('actOnServer', { path: { serverId: server.id }, body: { reboot } })

        verify('servers.reboot.type-required').isRejected(refused)
        verify.soft('status.refused-request').hasListedStatus(refused)
      }
    },
  )
})
