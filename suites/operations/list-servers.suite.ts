/**
 * GET /servers: a client finds its servers, all of them or those it asks for.
 */
import { assume, containsItem, describe, resolvePointer, test, verifies } from '#harness'
import { listEntry } from '../support/server-comparison.ts'
import { describeFilters } from '../support/server-filter-tests.ts'
import { find, hasNoDuplicates, isWellFormedList, plainList, reader, servers } from '../support/server-list.ts'
import { describePagination } from '../support/server-pagination-tests.ts'

const shownName = 'body/server/name'

describe('GET /servers', () => {
  test(
    'lists a server of the tenant',
    verifies('servers.list.answers', 'servers.list.name-shown'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const response = await find(reader(compute, plainList), server.id)

      verify('servers.list.answers').isSuccess(response)
      assume(isWellFormedList(response), 'The list is no array, or its servers have no ids.')
      verify('servers.list.answers').matches(response, hasNoDuplicates, containsItem(servers, 'id', server.id))
      const name = resolvePointer(listEntry(response, server.id), 'server/name')
      // One that is missing, or no text, is for the contract to judge; which of two names is right, for others.
      const names = [server.name, (await compute.call('showServer', { path: { serverId: server.id } })).at(shownName)]
      if (typeof name === 'string')
        verify.soft('servers.list.name-shown').holds(names.includes(name), response, {
          message: 'The list gives a server another name than it has.',
          at: servers,
          expected: server.name,
          actual: name,
        })
    },
  )

  describeFilters(plainList)
  describePagination(plainList)
})
