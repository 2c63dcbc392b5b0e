/**
 * os-start: what a client may rely on when it starts a server in the wrong state.
 */
import { describe, test, verifies } from '#harness'

describe('POST /servers/{serverId}/action os-start', () => {
  test(
    'refuses to start a server that runs',
    verifies('servers.start.only-shutoff', 'status.refused-state'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })

      const refused = await compute.call('actOnServer', { path: { serverId: server.id }, body: { 'os-start': null } })

      verify('servers.start.only-shutoff').isRejected(refused)
      verify.soft('status.refused-state').hasListedStatus(refused)
    },
  )
})
