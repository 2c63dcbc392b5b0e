/**
 * reboot: which requests a client may not make.
 */
import { describe, test, verifies } from '#harness'

describe('POST /servers/{serverId}/action reboot', () => {
  test(
    'refuses a soft reboot of a server that is stopped',
    verifies('servers.reboot.soft-only-active', 'status.refused-state'),
    async ({ given, compute, must, should }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })

      const refused = await compute.call('actOnServer', {
        path: { serverId: server.id },
        body: { reboot: { type: 'SOFT' } },
      })

      must('servers.reboot.soft-only-active').isRejected(refused)
      should('status.refused-state').hasListedStatus(refused)
    },
  )

  test(
    'refuses a value that is no object',
    verifies('servers.reboot.object-required', 'status.refused-request'),
    async ({ given, compute, must, should }) => {
      const server = await given.server({ exclusive: true })

      for (const reboot of [null, 'SOFT', ['SOFT']]) {
        const refused = await compute.call('actOnServer', { path: { serverId: server.id }, body: { reboot } })

        must('servers.reboot.object-required').isRejected(refused)
        should('status.refused-request').hasListedStatus(refused)
      }
    },
  )

  test(
    'refuses a type that is missing or unknown',
    verifies('servers.reboot.type-required', 'status.refused-request'),
    async ({ given, compute, must, should }) => {
      const server = await given.server({ exclusive: true })

      for (const reboot of [{}, { type: 'WARM' }, { type: null }, { type: '' }]) {
        const refused = await compute.call('actOnServer', { path: { serverId: server.id }, body: { reboot } })

        must('servers.reboot.type-required').isRejected(refused)
        should('status.refused-request').hasListedStatus(refused)
      }
    },
  )
})
