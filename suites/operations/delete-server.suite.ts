/**
 * DELETE /servers/{serverId}: the server is deleted, in ACTIVE, in ERROR and without a host.
 */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  assumeSuccess,
  describe,
  isDeletedServer,
  lacksItem,
  type RequirementAssertion,
  test,
  verifies,
} from '#harness'
import { fileInjectionServer } from '../scenarios/file-injection-server.ts'
import { minimalServer, type ObservedLifecycle } from '../scenarios/minimal-server.ts'
import { multiInterfaceServer } from '../scenarios/multi-interface-server.ts'
import { isDeletedOrNotFound, isNoLongerShown } from '../scenarios/scenario.ts'
import { orNone } from '../support/or-none.ts'
import { statusPointer } from '../support/servers/server-state.ts'

/** Returns the lifecycle of a server that was shown before it was deleted. */
function assumeShown(lifecycle: ObservedLifecycle | undefined): ObservedLifecycle {
  const observed = assumeDefined(
    lifecycle,
    'The server of the scenario could not be created.',
    'servers.create.answers',
  )
  assumeSuccess(observed.observation.shown, 'The server of the scenario could not be shown.', 'servers.show.answers')
  return observed
}

const statusOf = (response: ApiResponse): string => response.string(statusPointer) ?? String(response.status)

/** Requires a response that is not a server error, which proves nothing about the deleted server. */
const isError = ({ status }: ApiResponse): boolean => status >= 500

function verifyDeleted(assertion: RequirementAssertion, last: ApiResponse): void {
  assume(!isError(last), 'Reading the deleted server failed.', 'servers.unknown-refused')
  assertion.holds(isDeletedOrNotFound(last), last, {
    message: 'The deleted server is still shown.',
    at: 'status',
    expected: '404, or a server with the status DELETED',
    actual: statusOf(last),
  })
}

describe('DELETE /servers/{serverId}', () => {
  test(
    'removes the server from show and from both lists',
    verifies('servers.delete.removes'),
    async ({ given, compute, build, verify }) => {
      const { lifecycle } = await minimalServer({ given, compute, build })
      const { observation, removal } = assumeShown(lifecycle)
      const { deletion, listsAfterDelete, shownAfterDelete } = await removal

      const removes = verify('servers.delete.removes')
      removes.isSuccess(deletion.response)
      // In that case, the lists show whether the server was deleted.
      if (!isError(deletion.last)) verifyDeleted(removes, deletion.last)
      for (const list of listsAfterDelete) {
        // An empty list that is returned as 404 violates the requirement of the list.
        if (isNoLongerShown(list)) continue
        const { operation } = list.exchange
        const array = operation === 'listServersDetail' ? 'servers.detail.array' : 'servers.list.array'
        assume(Array.isArray(list.at('body/servers')), 'The servers cannot be listed.', array)
        removes.matches(list, lacksItem('body/servers', 'id', observation.id))
      }
      removes.holds(!isNoLongerShown(deletion.last) || isNoLongerShown(shownAfterDelete), shownAfterDelete, {
        message: 'The deleted server is shown again after it was not found.',
        at: 'status',
        expected: '404',
        actual: String(shownAfterDelete.status),
      })
    },
  )

  test(
    'removes a server in ERROR',
    verifies('servers.delete.removes'),
    async ({ given, compute, build, verify, has, target, skip }) => {
      if (!has('anyState')) skip(target.missing.anyState ?? 'The target has no way to set the status ERROR.')
      const { deletionInError } = await fileInjectionServer({ given, compute, build })
      const { response, last } = assumeDefined(deletionInError, 'No server could be set to ERROR.')

      verify('servers.delete.removes').isSuccess(response)
      verifyDeleted(verify('servers.delete.removes'), last)
    },
  )

  test(
    'removes a server without a host',
    verifies('servers.delete.removes'),
    async ({ given, compute, build, verify, target, skip }) => {
      if (target.edition === '2020-03') skip('The edition of the document has no operation for shelving.')
      const { shelvedDeletion } = (await orNone(multiInterfaceServer({ given, compute, build }))) ?? {}
      // Without such a server, other tests verify the requirement.
      if (shelvedDeletion === undefined) return skip('No server was offloaded.')
      const { response, last } = shelvedDeletion

      verify('servers.delete.removes').isSuccess(response)
      verifyDeleted(verify('servers.delete.removes'), last)
    },
  )

  test(
    'rejects a second deletion, and other operations on the deleted server',
    verifies('servers.unknown-refused'),
    async ({ given, compute, build, verify }) => {
      const { lifecycle } = await minimalServer({ given, compute, build })
      const { deletion, laterCalls } = await assumeShown(lifecycle).removal

      const isGone = isNoLongerShown(deletion.last) || isError(deletion.last)
      const cause = isDeletedOrNotFound(deletion.last) ? 'servers.state.deleted' : 'servers.delete.removes'
      assume(isGone, 'The deleted server is still shown.', cause)
      for (const response of laterCalls) verify.soft('servers.unknown-refused').isRejected(response)
    },
  )

  test(
    'ends with the server not found, possibly after the status DELETED',
    verifies('servers.state.deleted'),
    async ({ given, compute, build, verify }) => {
      const { lifecycle } = await minimalServer({ given, compute, build })
      const { observation, removal } = assumeShown(lifecycle)
      const { reads, last } = (await removal).deletion

      // servers.delete.removes covers a server that was not deleted at all.
      const isUnchanged = last.isSuccess && last.string(statusPointer) === observation.shown.string(statusPointer)
      assume(!isUnchanged, 'The server has the same status as before its deletion.', 'servers.delete.removes')
      verify('servers.state.deleted').holds(isNoLongerShown(last), last, {
        message: 'showServer does not return 404 for the deleted server, even after the timeout.',
        at: 'status',
        expected: '404',
        actual: statusOf(last),
      })
      const wasDeleted = reads.some((read) => read.isSuccess && isDeletedServer(read))
      verify('servers.state.deleted').pass(wasDeleted ? 'DELETED' : '404')
    },
  )
})
