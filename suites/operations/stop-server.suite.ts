/**
 * os-stop: a status in which it is not allowed.
 */
import { describe, test, verifies } from '#harness'
import { verifyUnaffected } from '../support/servers/rejected-actions.ts'

describe('POST /servers/{serverId}/action os-stop', () => {
  test(
    'rejects a SHUTOFF server, and does not change it',
    verifies('servers.stop.only-active-or-error', 'status.refused-state', 'servers.state.governs-actions'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })

      const path = { serverId: server.id }
      const rejected = await compute.call('actOnServer', { path, body: { 'os-stop': null }, mayBeRejected: true })

      verify('servers.stop.only-active-or-error').isRejected(rejected)
      verify.soft('status.refused-state').hasListedStatus(rejected)
      verify.complete('servers.stop.only-active-or-error', 'status.refused-state')
      await verifyUnaffected(verify, compute, server.id, 'SHUTOFF')
    },
  )
})
