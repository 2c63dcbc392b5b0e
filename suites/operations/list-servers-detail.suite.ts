/**
 * GET /servers/detail: a client finds its servers with everything that is to be said of each.
 */
import { assume, containsItem, describe, hasValueMatching, resolvePointer, test, verifies } from '#harness'
import { describeFilters } from '../support/server-filter-tests.ts'
import { detailedList, find, hasNoDuplicates, isWellFormedList, reader, servers } from '../support/server-list.ts'
import { describePagination } from '../support/server-pagination-tests.ts'

/** Members that only a description in full has; each alone is a statement of its own. */
const details = ['status', 'created', 'flavor', 'addresses']

const isDescribed = (id: string) =>
  hasValueMatching(servers, `the server ${id} with one of ${details.join(', ')}`, (value) => {
    const server = Array.isArray(value) ? value.find((one) => resolvePointer(one, 'one/id') === id) : undefined
    return details.some((member) => resolvePointer(server, `server/${member}`) !== undefined)
  })

describe('GET /servers/detail', () => {
  test(
    'lists a server of the tenant with its details',
    verifies('servers.detail.answers'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const response = await find(reader(compute, detailedList), server.id)

      verify('servers.detail.answers').isSuccess(response)
      assume(isWellFormedList(response), 'The list is no array, or its servers have no ids.')
      verify('servers.detail.answers').matches(
        response,
        hasNoDuplicates,
        containsItem(servers, 'id', server.id),
        isDescribed(server.id),
      )
    },
  )

  describeFilters(detailedList)
  describePagination(detailedList)
})
