/**
 * A server is stopped and started again, and says so at every turn.
 */
import { describe, test, verifies } from '#harness'
import { isPoweredOff, verifyTransition } from '../support/transition-checks.ts'

describe('Power cycle', () => {
  test(
    'goes from ACTIVE to SHUTOFF and back to ACTIVE',
    verifies(
      'servers.stop.becomes-shutoff',
      'servers.state.shutoff',
      'servers.start.becomes-active',
      'servers.state.legal-transitions',
    ),
    async ({ given, compute, step, verify, timeouts }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }
      const legal = verify.soft('servers.state.legal-transitions')

      await step('stop the server', async () => {
        const stop = verify('servers.stop.becomes-shutoff')
        stop.isSuccess(await compute.call('actOnServer', { path, body: { 'os-stop': null } }))
        const watch = { after: 'os-stop', until: isPoweredOff, wanted: 'SHUTOFF', timeoutMs: timeouts.stop }
        const off = await stop.waitFor(server.id, watch)
        const name = off.response.string('body/server/status') ?? 'no status'
        verify.soft('servers.state.shutoff').holds(name === 'SHUTOFF', off.response, {
          message: 'A server that was stopped does not say so by the name that clients wait for.',
          at: 'body/server/status',
          expected: 'SHUTOFF',
          actual: name,
        })
        verifyTransition(legal, 'os-stop from ACTIVE', off)
      })

      await step('start it again', async () => {
        const start = verify('servers.start.becomes-active')
        start.isSuccess(await compute.call('actOnServer', { path, body: { 'os-start': null } }))
        const on = await start.reachesStatus(server.id, 'ACTIVE', 'os-start', timeouts.start)
        verifyTransition(legal, 'os-start from SHUTOFF', on)
      })
    },
  )
})
