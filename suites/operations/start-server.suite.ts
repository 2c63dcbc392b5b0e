/**
 * os-start: a status in which it is not allowed.
 */
import { describe, test, verifies } from '#harness'
import { verifyUnaffected } from '../support/servers/rejected-actions.ts'

describe('POST /servers/{serverId}/action os-start', () => {
  test(
    'rejects an ACTIVE server, and does not change it',
    verifies('servers.start.only-shutoff', 'status.refused-state', 'servers.state.governs-actions'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })

      const path = { serverId: server.id }
      const rejected = await compute.call('actOnServer', { path, body: { 'os-start': null }, mayBeRejected: true })

      verify('servers.start.only-shutoff').isRejected(rejected)
      verify.soft('status.refused-state').hasListedStatus(rejected)
      verify.complete('servers.start.only-shutoff', 'status.refused-state')
      await verifyUnaffected(verify, compute, server.id, 'ACTIVE')
    },
  )
})
