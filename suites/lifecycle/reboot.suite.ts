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
    async ({ given, compute, must, budget }) => {
      const server = await given.server({ exclusive: true })

      const { answer, sight } = await actAndObserve(compute, server.id, { reboot: { type: 'SOFT' } })

      must('servers.reboot.soft').isSuccess(answer)
      const on = await must('servers.reboot.soft').reachesStatus(server.id, 'ACTIVE', 'soft reboot', budget.reboot)
      const seen = { ...on, statusHistory: [sight, ...on.statusHistory] }
      verifyInProgressStatus(must('servers.state.reboot'), seen, {
        names: ['REBOOT'],
        ends: ['ACTIVE'],
        task: /^reboot/,
      })
      verifyTransition(must('servers.state.legal-transitions'), 'soft reboot from ACTIVE', seen)
    },
  )

  test(
    'is ACTIVE again after a hard reboot',
    verifies('servers.reboot.hard', 'servers.state.hard-reboot', 'servers.state.legal-transitions'),
    async ({ given, compute, must, budget }) => {
      const server = await given.server({ exclusive: true })

      const { answer, sight } = await actAndObserve(compute, server.id, { reboot: { type: 'HARD' } })

      must('servers.reboot.hard').isSuccess(answer)
      const on = await must('servers.reboot.hard').reachesStatus(server.id, 'ACTIVE', 'hard reboot', budget.reboot)
      const seen = { ...on, statusHistory: [sight, ...on.statusHistory] }
      const names = ['HARD_REBOOT']
      verifyInProgressStatus(must('servers.state.hard-reboot'), seen, { names, ends: ['ACTIVE'], task: /^reboot/ })
      verifyTransition(must('servers.state.legal-transitions'), 'hard reboot from ACTIVE', seen)
    },
  )

  test(
    'is ACTIVE after a hard reboot from SHUTOFF, or refuses that',
    verifies('servers.reboot.hard-from-shutoff', 'servers.state.legal-transitions'),
    async ({ given, compute, must, budget }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const judge = must('servers.reboot.hard-from-shutoff')
      const passage = 'hard reboot from SHUTOFF'

      const answer = await compute.call('actOnServer', {
        path: { serverId: server.id },
        body: { reboot: { type: 'HARD' } },
      })

      if (answer.isSuccess) {
        const on = await judge.reachesStatus(server.id, 'ACTIVE', passage, budget.reboot)
        judge.pass('accepted')
        verifyTransition(must('servers.state.legal-transitions'), passage, {
          ...on,
          statusHistory: expectedObservations(passage, on.statusHistory),
        })
      } else {
        judge.isRejected(answer)
        judge.pass('refused')
        must('servers.state.legal-transitions').pass()
      }
    },
  )
})
