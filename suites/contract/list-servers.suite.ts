/**
 * GET /servers: a client finds its servers, all of them or those it asks for.
 */
import { arranged, describe, lists, test, verifies } from '#harness'
import { describeFilters } from '../filters.ts'
import { eachOnce, find, hasIds, plainList, reader, servers } from '../server-lists.ts'
import { describePaging } from '../server-paging.ts'

describe('GET /servers', () => {
  test('lists a server of the tenant', verifies('servers.list.answers'), async ({ given, compute, must }) => {
    const server = await given.server()

    const answer = await find(reader(compute, plainList), server.id)

    must('servers.list.answers').succeed(answer)
    arranged(hasIds(answer) || undefined, 'The list is no array, or its servers have no ids.')
    must('servers.list.answers').see(answer, eachOnce, lists(servers, 'id', server.id))
  })

  describeFilters(plainList)
  describePaging(plainList)
})
