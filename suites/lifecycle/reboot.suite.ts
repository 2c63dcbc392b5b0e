/**
 * reboot: soft and hard, of a running and of a stopped server.
 */
import { describe, test, verifies } from '#harness'
import { orNone } from '../support/or-none.ts'
import { verifyPoweredOn, verifyVmState } from '../support/servers/agreement-checks.ts'
import { rebootAgain } from '../support/servers/power-actions.ts'
import {
  actAndObserve,
  expectedObservations,
  verifyInProgressStatus,
  verifyTransition,
} from '../support/transition-checks.ts'

describe('Reboot', () => {
  test(
    'ends in ACTIVE after a soft reboot, and after a second one',
    verifies(
      'servers.reboot.soft',
      'servers.state.reboot',
      'servers.state.legal-transitions',
      'servers.vm-state.agrees',
    ),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })

      const { response, observation } = await actAndObserve(compute, server.id, { reboot: { type: 'SOFT' } })

      const soft = verify('servers.reboot.soft')
      soft.isSuccess(response)
      const rebooted = await soft.reachesStatus(server.id, 'ACTIVE', 'soft reboot', 'reboot')
      const transition = { ...rebooted, statusHistory: [observation, ...rebooted.statusHistory] }
      const action = { names: ['REBOOT'], ends: ['ACTIVE'], task: /^reboot/ }
      verifyInProgressStatus(verify('servers.state.reboot'), transition, action)
      const legalTransitions = verify('servers.state.legal-transitions')
      verifyTransition(legalTransitions, 'soft reboot from ACTIVE', transition)
      await verifyVmState(verify, compute, server.id, 'active')
      const again = await compute.call('actOnServer', {
        path: { serverId: server.id },
        body: { reboot: { type: 'SOFT' } },
      })
      soft.isSuccess(again)
      const second = await soft.reachesStatus(server.id, 'ACTIVE', 'a second soft reboot', 'reboot')
      verifyTransition(legalTransitions, 'soft reboot from ACTIVE', second)
    },
  )

  test(
    'ends in ACTIVE after a hard reboot, and after a second one',
    verifies(
      'servers.reboot.hard',
      'servers.state.hard-reboot',
      'servers.state.legal-transitions',
      'servers.vm-state.agrees',
    ),
    async ({ given, compute, build, verify }) => {
      const server = await given.server({ exclusive: true })

      const { response, observation } = await actAndObserve(compute, server.id, { reboot: { type: 'HARD' } })
      // The oracle reports a new name that is lost when the reboot ends.
      const update = { path: { serverId: server.id }, body: { server: { name: build.name('rebooting') } } }
      await orNone(compute.call('updateServer', { ...update, isMomentary: true }))

      const hard = verify('servers.reboot.hard')
      hard.isSuccess(response)
      const rebooted = await hard.reachesStatus(server.id, 'ACTIVE', 'hard reboot', 'reboot')
      const transition = { ...rebooted, statusHistory: [observation, ...rebooted.statusHistory] }
      verify.complete('servers.reboot.hard')
      const action = { names: ['HARD_REBOOT'], ends: ['ACTIVE'], task: /^reboot/ }
      verifyInProgressStatus(verify('servers.state.hard-reboot'), transition, action)
      verifyTransition(verify('servers.state.legal-transitions'), 'hard reboot from ACTIVE', transition)
      verify.complete('servers.state.legal-transitions')
      await verifyVmState(verify, compute, server.id, 'active')
      await rebootAgain(compute, server.id, 'HARD')
    },
  )

  test(
    'ends in ACTIVE after a hard reboot from SHUTOFF, or is rejected',
    verifies('servers.reboot.hard-from-shutoff', 'servers.state.legal-transitions', 'servers.power-state.agrees'),
    async ({ given, compute, verify, skip }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const hardFromShutoff = verify('servers.reboot.hard-from-shutoff')
      const legalTransitions = verify('servers.state.legal-transitions')
      const transition = 'hard reboot from SHUTOFF'

      const path = { serverId: server.id }
      const response = await compute.call('actOnServer', { path, body: { reboot: { type: 'HARD' } } })

      if (response.isSuccess) {
        const rebooted = await hardFromShutoff.reachesStatus(server.id, 'ACTIVE', transition, 'reboot')
        hardFromShutoff.pass('accepted', response)
        verify.complete('servers.reboot.hard-from-shutoff')
        const statusHistory = expectedObservations(transition, rebooted.statusHistory)
        verifyTransition(legalTransitions, transition, { ...rebooted, statusHistory })
        verify.complete('servers.state.legal-transitions')
        await verifyPoweredOn(verify, compute, server.id)
      } else {
        hardFromShutoff.isRejected(response)
        hardFromShutoff.pass('refused', response)
        legalTransitions.pass()
        verify.complete('servers.reboot.hard-from-shutoff', 'servers.state.legal-transitions')
        skip('The target does not reboot stopped servers.')
      }
    },
  )
})
