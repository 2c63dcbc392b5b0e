/**
 * os-stop and os-start: a server is stopped and started again.
 */
import { assume, describe, test, verifies } from '#harness'
import { describeStatus, statusPointer, stoppedStatuses, untilPoweredOff } from '../support/servers/server-state.ts'
import { verifyTransition } from '../support/transition-checks.ts'

describe('Power cycle', () => {
  test(
    'goes from ACTIVE to SHUTOFF and back to ACTIVE',
    verifies(
      'servers.stop.becomes-shutoff',
      'servers.state.shutoff',
      'servers.start.becomes-active',
      'servers.state.legal-transitions',
    ),
    async ({ given, compute, step, verify }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }
      const legalTransitions = verify.soft('servers.state.legal-transitions')

      // servers.state.shutoff covers another status of a stopped server.
      let [isShown, isNamed] = [false, false]
      await step('stop the server', async () => {
        const becomesShutoff = verify('servers.stop.becomes-shutoff')
        becomesShutoff.isSuccess(await compute.call('actOnServer', { path, body: { 'os-stop': null } }))
        const stopped = await becomesShutoff.waitFor(server.id, untilPoweredOff)
        verify.complete('servers.stop.becomes-shutoff')
        isShown = stopped.response.at(statusPointer) !== undefined
        const status = describeStatus(stopped.response)
        isNamed = stoppedStatuses.includes(status)
        if (isShown)
          verify.soft('servers.state.shutoff').holds(isNamed, stopped.response, {
            message: `A stopped server has the status ${status}.`,
            at: statusPointer,
            expected: stoppedStatuses.join(' or '),
            actual: status,
          })
        if (isNamed) verify.soft('servers.state.shutoff').pass(status)
        if (isShown) verify.complete('servers.state.shutoff')
        if (isNamed) verifyTransition(legalTransitions, 'os-stop from ACTIVE', stopped)
      })

      await step('start it again', async () => {
        const becomesActive = verify('servers.start.becomes-active')
        becomesActive.isSuccess(await compute.call('actOnServer', { path, body: { 'os-start': null } }))
        const started = await becomesActive.reachesStatus(server.id, 'ACTIVE', 'os-start', 'start')
        verify.complete('servers.start.becomes-active')
        if (isNamed) verifyTransition(legalTransitions, 'os-start from SHUTOFF', started)
      })
      assume(isShown, 'The stopped server shows no status.', 'servers.status')
      assume(isNamed, 'The stopped server had another status than SHUTOFF or STOPPED.', 'servers.state.shutoff')
    },
  )
})
