/**
 * A server is stopped and started again, and says so at every turn.
 */
import { describe, test, verifies } from '#harness'
import { isOff, judgePassage } from '../passages.ts'

describe('Power cycle', () => {
  test(
    'goes from ACTIVE to SHUTOFF and back to ACTIVE',
    verifies(
      'servers.stop.becomes-shutoff',
      'servers.state.shutoff',
      'servers.start.becomes-active',
      'servers.state.legal-transitions',
    ),
    async ({ given, compute, step, must, should, budget }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }
      const legal = should('servers.state.legal-transitions')

      await step('stop the server', async () => {
        const stop = must('servers.stop.becomes-shutoff')
        stop.succeed(await compute.call('actOnServer', { path, body: { 'os-stop': null } }))
        const watch = { after: 'os-stop', until: isOff, wanted: 'SHUTOFF', within: budget.stop }
        const off = await stop.arrive(server.id, watch)
        const name = off.answer.string('body/server/status') ?? 'no status'
        should('servers.state.shutoff').that(name === 'SHUTOFF', off.answer, {
          message: 'A server that was stopped does not say so by the name that clients wait for.',
          at: 'body/server/status',
          expected: 'SHUTOFF',
          actual: name,
        })
        judgePassage(legal, 'os-stop from ACTIVE', off)
      })

      await step('start it again', async () => {
        const start = must('servers.start.becomes-active')
        start.succeed(await compute.call('actOnServer', { path, body: { 'os-start': null } }))
        const on = await start.become(server.id, 'ACTIVE', 'os-start', budget.start)
        judgePassage(legal, 'os-start from SHUTOFF', on)
      })
    },
  )
})
