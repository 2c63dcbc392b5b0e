/**
 * GET /servers: a client finds its servers, all of them or those it asks for.
 */
import { arranged, describe, follow, lists, test, verifies } from '#harness'
import { describeFilters } from '../filters.ts'
import { described } from '../likeness.ts'
import { eachOnce, find, hasIds, plainList, reader, servers } from '../server-lists.ts'
import { describePaging } from '../server-paging.ts'

const shownName = 'body/server/name'

describe('GET /servers', () => {
  test(
    'lists a server of the tenant',
    verifies('servers.list.answers', 'servers.list.name-shown'),
    async ({ given, compute, must, should }) => {
      const server = await given.server()

      const answer = await find(reader(compute, plainList), server.id)

      must('servers.list.answers').succeed(answer)
      arranged(hasIds(answer) || undefined, 'The list is no array, or its servers have no ids.')
      must('servers.list.answers').see(answer, eachOnce, lists(servers, 'id', server.id))
      const name = follow(described(answer, server.id), 'server/name')
      // One that is missing, or no text, is for the contract to judge; which of two names is right, for others.
      const names = [server.name, (await compute.call('showServer', { path: { serverId: server.id } })).at(shownName)]
      if (typeof name === 'string')
        should('servers.list.name-shown').that(names.includes(name), answer, {
          message: 'The list gives a server another name than it has.',
          at: servers,
          expected: server.name,
          actual: name,
        })
    },
  )

  describeFilters(plainList)
  describePaging(plainList)
})
