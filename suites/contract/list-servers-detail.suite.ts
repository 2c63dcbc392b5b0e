/**
 * GET /servers/detail: a client finds its servers with everything that is to be said of each.
 */
import { arranged, describe, follow, lists, showsSuch, test, verifies } from '#harness'
import { describeFilters } from '../filters.ts'
import { detailedList, eachOnce, find, hasIds, reader, servers } from '../server-lists.ts'
import { describePaging } from '../server-paging.ts'

/** Members that only a description in full has; each alone is a statement of its own. */
const details = ['status', 'created', 'flavor', 'addresses']

const isDescribed = (id: string) =>
  showsSuch(servers, `the server ${id} with one of ${details.join(', ')}`, (value) => {
    const server = Array.isArray(value) ? value.find((one) => follow(one, 'one/id') === id) : undefined
    return details.some((member) => follow(server, `server/${member}`) !== undefined)
  })

describe('GET /servers/detail', () => {
  test(
    'lists a server of the tenant with its details',
    verifies('servers.detail.answers'),
    async ({ given, compute, must }) => {
      const server = await given.server()

      const answer = await find(reader(compute, detailedList), server.id)

      must('servers.detail.answers').succeed(answer)
      arranged(hasIds(answer) || undefined, 'The list is no array, or its servers have no ids.')
      must('servers.detail.answers').see(answer, eachOnce, lists(servers, 'id', server.id), isDescribed(server.id))
    },
  )

  describeFilters(detailedList)
  describePaging(detailedList)
})
