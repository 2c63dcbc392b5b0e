/**
 * DELETE /servers/{serverId}: what a client may rely on when it has deleted a server.
 */
import { arranged, describe, gone, listsNot, test, verifies } from '#harness'
import { minimalServer } from '../minimal-server.ts'

describe('DELETE /servers/{serverId}', () => {
  test(
    'takes the server out of sight and out of both lists',
    verifies('servers.delete.removes'),
    async ({ given, compute, draft, budget, must }) => {
      const { life } = await minimalServer({ given, compute, draft })
      const { sight, removal, lists } = arranged(life, 'There was no server to delete.')

      must('servers.delete.removes').succeed(removal.asked)
      must('servers.delete.removes').that(gone(removal.last), removal.last, {
        message: `A deleted server can still be shown after ${budget.delete / 1000} s.`,
        at: 'status',
        expected: '404, or a server that is DELETED',
        actual: removal.last.string('body/server/status') ?? String(removal.last.status),
      })
      for (const list of lists) {
        arranged(list.at('body/servers'), 'The servers cannot be listed.')
        must('servers.delete.removes').see(list, listsNot('body/servers', 'id', sight.id))
      }
    },
  )

  test(
    'leaves nothing to be found, after a while of DELETED at most',
    verifies('servers.state.deleted'),
    async ({ given, compute, draft, must }) => {
      const { life } = await minimalServer({ given, compute, draft })
      const { reads, last } = arranged(life, 'There was no server to delete.').removal

      // A server that is neither DELETED nor gone was not deleted at all, which is judged elsewhere.
      arranged(reads.find(gone), 'The server did not go.')
      must('servers.state.deleted').that(last.status === 404, last, {
        message: 'A deleted server is found for ever.',
        at: 'status',
        expected: '404',
        actual: String(last.status),
      })
      const wasShown = reads.some((read) => read.status !== 404 && gone(read))
      must('servers.state.deleted').fulfilled(wasShown ? 'DELETED' : '404')
    },
  )
})
