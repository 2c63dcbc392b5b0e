/**
 * A server is rebooted softly and hard, while it runs and while it does not, and runs in the end.
 */
import { describe, test, verifies } from '#harness'
import { actAndLook, judgePassage, judgeProgress, known } from '../passages.ts'

describe('Reboot', () => {
  test(
    'is ACTIVE again after a soft reboot',
    verifies('servers.reboot.soft', 'servers.state.reboot', 'servers.state.legal-transitions'),
    async ({ given, compute, must, budget }) => {
      const server = await given.server({ exclusive: true })

      const { answer, sight } = await actAndLook(compute, server.id, { reboot: { type: 'SOFT' } })

      must('servers.reboot.soft').succeed(answer)
      const on = await must('servers.reboot.soft').become(server.id, 'ACTIVE', 'soft reboot', budget.reboot)
      const seen = { ...on, journey: [sight, ...on.journey] }
      judgeProgress(must('servers.state.reboot'), seen, { names: ['REBOOT'], ends: ['ACTIVE'], task: /^reboot/ })
      judgePassage(must('servers.state.legal-transitions'), 'soft reboot from ACTIVE', seen)
    },
  )

  test(
    'is ACTIVE again after a hard reboot',
    verifies('servers.reboot.hard', 'servers.state.hard-reboot', 'servers.state.legal-transitions'),
    async ({ given, compute, must, budget }) => {
      const server = await given.server({ exclusive: true })

      const { answer, sight } = await actAndLook(compute, server.id, { reboot: { type: 'HARD' } })

      must('servers.reboot.hard').succeed(answer)
      const on = await must('servers.reboot.hard').become(server.id, 'ACTIVE', 'hard reboot', budget.reboot)
      const seen = { ...on, journey: [sight, ...on.journey] }
      const names = ['HARD_REBOOT']
      judgeProgress(must('servers.state.hard-reboot'), seen, { names, ends: ['ACTIVE'], task: /^reboot/ })
      judgePassage(must('servers.state.legal-transitions'), 'hard reboot from ACTIVE', seen)
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

      if (answer.succeeded) {
        const on = await judge.become(server.id, 'ACTIVE', passage, budget.reboot)
        judge.fulfilled('accepted')
        judgePassage(must('servers.state.legal-transitions'), passage, { ...on, journey: known(passage, on.journey) })
      } else {
        judge.refuse(answer)
        judge.fulfilled('refused')
        must('servers.state.legal-transitions').fulfilled()
      }
    },
  )
})
