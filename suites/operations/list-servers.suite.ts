/**
 * GET /servers: the list, its filters and its pages.
 */
import { allOf, assumeDefined, describe, resolvePointer, test, verifies } from '#harness'
import { listEntry, showsListedName } from '../support/servers/server-comparison.ts'
import {
  assumeWellFormed,
  containsServer,
  hasNoDuplicates,
  listReader,
  plainList,
} from '../support/servers/server-list.ts'
import { describeFilters } from '../test-factories/server-filter-tests.ts'
import { describePageSize, describePagination } from '../test-factories/server-pagination-tests.ts'
import { describePagesByStatus } from '../test-factories/server-status-page-tests.ts'

describe('GET /servers', () => {
  test(
    'lists a server of the tenant with its name',
    verifies('servers.list.answers', 'servers.list.name-shown'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ anyStatus: true })

      const read = listReader(compute, plainList).until(server.id)

      const answers = verify('servers.list.answers')
      const first = await read()
      answers.isSuccess(first)
      assumeWellFormed(first, plainList)
      const response = await verify
        .soft('servers.list.answers')
        .eventually(read, allOf(hasNoDuplicates, containsServer(server.id)))
      verify.complete('servers.list.answers')
      const entry = assumeDefined(
        listEntry(response, server.id),
        'The list leaves out the server.',
        'servers.list.answers',
      )
      const name = resolvePointer(entry, 'server/name')
      const shown = await compute.call('showServer', { path: { serverId: server.id } })
      // Other requirements cover a server that shows another name than the requested one, so both are accepted.
      if (typeof name === 'string')
        verify
          .soft('servers.list.name-shown')
          .matches(response, showsListedName(server.id, server.name, shown.at('body/server/name')))
    },
  )

  describeFilters(plainList)
  describePagination(plainList)
  describePagesByStatus(plainList)
  describePageSize(plainList)
})
