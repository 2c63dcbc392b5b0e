/**
 * os-stop: what a client may rely on when it stops a server in the wrong state.
 */
import { describe, test, verifies } from '#harness'

describe('POST /servers/{serverId}/action os-stop', () => {
  test(
    'refuses to stop a server that is stopped',
    verifies('servers.stop.only-active-or-error', 'status.refused-state'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })

      const refused = await compute.call('actOnServer', { path: { serverId: server.id }, body: { 'os-stop': null } })

      verify('servers.stop.only-active-or-error').isRejected(refused)
      verify.soft('status.refused-state').hasListedStatus(refused)
    },
  )
})
