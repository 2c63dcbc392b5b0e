/**
 * DELETE /servers/{serverId}: what a client may rely on when it has deleted a server.
 */
import { assume, assumeDefined, describe, isDeletedServer, lacksItem, test, verifies } from '#harness'
import { fileInjectionServer } from '../scenarios/file-injection-server.ts'
import { minimalServer, type ObservedLifecycle } from '../scenarios/minimal-server.ts'
import { isGone } from '../scenarios/scenario.ts'

/** The life of a server that could be shown before it was deleted. */
const shownBefore = (life: ObservedLifecycle | undefined): ObservedLifecycle =>
  assumeDefined(life?.sight.shown.isSuccess === true ? life : undefined, 'There was no server to delete.')

describe('DELETE /servers/{serverId}', () => {
  test(
    'takes the server out of sight and out of both lists',
    verifies('servers.delete.removes'),
    async ({ given, compute, build, timeouts, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      const { sight, removal, lists, finally: later } = shownBefore(life)

      verify('servers.delete.removes').isSuccess(removal.asked)
      verify('servers.delete.removes').holds(isGone(removal.last) || isDeletedServer(removal.last), removal.last, {
        message: `A deleted server can still be shown after ${timeouts.delete / 1000} s.`,
        at: 'status',
        expected: '404, or a server that is DELETED',
        actual: removal.last.string('body/server/status') ?? String(removal.last.status),
      })
      for (const list of lists) {
        assume(Array.isArray(list.at('body/servers')), 'The servers cannot be listed.')
        verify('servers.delete.removes').matches(list, lacksItem('body/servers', 'id', sight.id))
      }
      verify('servers.delete.removes').holds(!isGone(removal.last) || isGone(later), later, {
        message: 'A deleted server that could not be shown any more is back.',
        at: 'status',
        expected: '404',
        actual: String(later.status),
      })
    },
  )

  test(
    'takes away a server in ERROR',
    verifies('servers.delete.removes'),
    async ({ given, compute, build, timeouts, verify, has, target, skip }) => {
      if (!has('anyState')) skip(target.missing.anyState ?? 'The target gives no way to ERROR.')
      const { removal } = await fileInjectionServer({ given, compute, build })
      const { asked, last } = assumeDefined(removal, 'There was no server to put into ERROR.')

      verify('servers.delete.removes').isSuccess(asked)
      verify('servers.delete.removes').holds(isGone(last) || isDeletedServer(last), last, {
        message: `A server that was deleted in ERROR can still be shown after ${timeouts.delete / 1000} s.`,
        at: 'status',
        expected: '404, or a server that is DELETED',
        actual: last.string('body/server/status') ?? String(last.status),
      })
    },
  )

  test(
    'leaves nothing to be deleted',
    verifies('servers.unknown-refused'),
    async ({ given, compute, build, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      const { removal, again } = shownBefore(life)

      assume(isGone(removal.last), 'The server did not go.')
      verify('servers.unknown-refused').isRejected(again)
    },
  )

  test(
    'leaves nothing to be found, after a while of DELETED at most',
    verifies('servers.state.deleted'),
    async ({ given, compute, build, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      const { sight, removal } = shownBefore(life)
      const { reads, last } = removal

      // A server that is as it was before was not deleted at all, which is judged elsewhere.
      const status = last.string('body/server/status')
      assume(status !== sight.shown.string('body/server/status'), 'The server did not go.')
      verify('servers.state.deleted').holds(isGone(last), last, {
        message: 'A deleted server is found for ever.',
        at: 'status',
        expected: '404',
        actual: status ?? String(last.status),
      })
      const wasShown = reads.some((read) => read.isSuccess && isDeletedServer(read))
      verify('servers.state.deleted').pass(wasShown ? 'DELETED' : '404')
    },
  )
})
