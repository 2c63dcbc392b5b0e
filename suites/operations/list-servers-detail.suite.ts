/**
 * GET /servers/detail: the list with details, its filters and its pages.
 */
import { allOf, describe, hasValueMatching, resolvePointer, test, verifies } from '#harness'
import {
  assumeWellFormed,
  containsServer,
  detailedList,
  hasNoDuplicates,
  listReader,
  serversPointer,
} from '../support/servers/server-list.ts'
import { describeFilters } from '../test-factories/server-filter-tests.ts'
import { describePageSize, describePagination } from '../test-factories/server-pagination-tests.ts'
import { describePagesByStatus } from '../test-factories/server-status-page-tests.ts'

/** Properties that only the detailed list has. Separate requirements cover each of them, so any one is enough here. */
const details = ['status', 'created', 'flavor', 'addresses']

const hasDetails = (id: string) =>
  hasValueMatching(serversPointer, `the server ${id} with one of ${details.join(', ')}`, (value) => {
    const server = Array.isArray(value) ? value.find((one) => resolvePointer(one, 'one/id') === id) : undefined
    return details.some((property) => resolvePointer(server, `server/${property}`) !== undefined)
  })

describe('GET /servers/detail', () => {
  test(
    'lists a server of the tenant with its details',
    verifies('servers.detail.answers'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ anyStatus: true })

      const read = listReader(compute, detailedList).until(server.id)

      const answers = verify('servers.detail.answers')
      const first = await read()
      answers.isSuccess(first)
      assumeWellFormed(first, detailedList)
      await answers.eventually(read, allOf(hasNoDuplicates, containsServer(server.id), hasDetails(server.id)))
    },
  )

  describeFilters(detailedList)
  describePagination(detailedList)
  describePagesByStatus(detailedList)
  describePageSize(detailedList)
})
