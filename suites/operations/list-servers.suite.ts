/**
 * GET /servers: the list, its filters and its pages.
 */
import { assume, containsItem, describe, resolvePointer, test, verifies } from '#harness'
import { describeFilters } from '../shared-tests/server-filter-tests.ts'
import { describePagination } from '../shared-tests/server-pagination-tests.ts'
import { listEntry } from '../support/server-comparison.ts'
import {
  findServer,
  hasNoDuplicates,
  isWellFormedList,
  listReader,
  plainList,
  serversPointer,
} from '../support/server-list.ts'

describe('GET /servers', () => {
  test(
    'lists a server of the tenant with its name',
    verifies('servers.list.answers', 'servers.list.name-shown'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const response = await findServer(listReader(compute, plainList), server.id)

      verify('servers.list.answers').isSuccess(response)
      assume(isWellFormedList(response), 'The list is not an array of servers with ids.')
      const hasServer = containsItem(serversPointer, 'id', server.id)
      verify('servers.list.answers').matches(response, hasNoDuplicates, hasServer)
      const name = resolvePointer(listEntry(response, server.id), 'server/name')
      const shown = await compute.call('showServer', { path: { serverId: server.id } })
      // Other requirements cover a server that shows another name than the requested one, so both are accepted.
      const accepted = [server.name, shown.at('body/server/name')]
      if (typeof name === 'string')
        verify.soft('servers.list.name-shown').holds(accepted.includes(name), response, {
          message: 'The list has another name for a server than showServer.',
          at: serversPointer,
          expected: server.name,
          actual: name,
        })
    },
  )

  describeFilters(plainList)
  describePagination(plainList)
})
