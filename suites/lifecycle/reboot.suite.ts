/**
 * A server is rebooted softly and hard, while it runs and while it does not, and runs in the end.
 */
import { describe, test, verifies } from '#harness'
import {
  actAndObserve,
  expectedObservations,
  verifyInProgressStatus,
  verifyTransition,
} from '../support/transition-checks.ts'

describe('Reboot', () => {
  test(
    'is ACTIVE again after a soft reboot',
    verifies('servers.reboot.soft', 'servers.state.reboot', 'servers.state.legal-transitions'),
    async ({ given, compute, verify, timeouts }) => {
      const server = await given.server({ exclusive: true })

      const { response, sight } = await actAndObserve(compute, server.id, { reboot: { type: 'SOFT' } })

      verify('servers.reboot.soft').isSuccess(response)
      const on = await verify('servers.reboot.soft').reachesStatus(server.id, 'ACTIVE', 'soft reboot', timeouts.reboot)
      const seen = { ...on, statusHistory: [sight, ...on.statusHistory] }
      verifyInProgressStatus(verify('servers.state.reboot'), seen, {
        names: ['REBOOT'],
        ends: ['ACTIVE'],
        task: /^reboot/,
      })
      verifyTransition(verify('servers.state.legal-transitions'), 'soft reboot from ACTIVE', seen)
    },
  )

  test(
    'is ACTIVE again after a hard reboot',
    verifies('servers.reboot.hard', 'servers.state.hard-reboot', 'servers.state.legal-transitions'),
    async ({ given, compute, verify, timeouts }) => {
      const server = await given.server({ exclusive: true })

      const { response, sight } = await actAndObserve(compute, server.id, { reboot: { type: 'HARD' } })

      verify('servers.reboot.hard').isSuccess(response)
      const on = await verify('servers.reboot.hard').reachesStatus(server.id, 'ACTIVE', 'hard reboot', timeouts.reboot)
      const seen = { ...on, statusHistory: [sight, ...on.statusHistory] }
      const names = ['HARD_REBOOT']
      verifyInProgressStatus(verify('servers.state.hard-reboot'), seen, { names, ends: ['ACTIVE'], task: /^reboot/ })
      verifyTransition(verify('servers.state.legal-transitions'), 'hard reboot from ACTIVE', seen)
    },
  )

  test(
    'is ACTIVE after a hard reboot from SHUTOFF, or refuses that',
    verifies('servers.reboot.hard-from-shutoff', 'servers.state.legal-transitions'),
    async ({ given, compute, verify, timeouts }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const assertion = verify('servers.reboot.hard-from-shutoff')
      const passage = 'hard reboot from SHUTOFF'

      const response = await compute.call('actOnServer', {
        path: { serverId: server.id },
        body: { reboot: { type: 'HARD' } },
      })

      if (response.isSuccess) {
        const on = await assertion.reachesStatus(server.id, 'ACTIVE', passage, timeouts.reboot)
        assertion.pass('accepted')
        verifyTransition(verify('servers.state.legal-transitions'), passage, {
          ...on,
          statusHistory: expectedObservations(passage, on.statusHistory),
        })
      } else {
        assertion.isRejected(response)
        assertion.pass('refused')
        verify('servers.state.legal-transitions').pass()
      }
    },
  )
})
