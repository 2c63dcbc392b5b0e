import { assumeDefined, hasLength, isSuccess, test, verifies } from '#harness'
import { idsIn, type Query, traversalMismatch, traversePages } from '../support/pagination.ts'
import { listReader, narrowToServers, type ServerList, serversPointer } from '../support/server-list.ts'

/** Other tests create and delete servers during a traversal, and with them markers; then it is repeated. */
const maxTraversals = 4

let previousTest: Promise<unknown> = Promise.resolve()

/**
 * Runs the bodies of the pagination tests one after the other. Each holds one server while it waits for a second one;
 * side by side they could wait for each other indefinitely.
 */
function serially<T>(body: () => Promise<T>): Promise<T> {
  const result = previousTest.then(body, body)
  previousTest = result
  return result
}

/** Defines the test of limit and marker that both lists of servers have. */
export function describePagination(list: ServerList): void {
  const { limit: limitId, marker: markerId } = list.requirements

  test(
    'returns every server once when read page by page, with at most limit servers in a page',
    verifies(limitId, markerId),
    async ({ given, compute, verify }) =>
      serially(async () => {
        const servers = [await given.server({ exclusive: true }), await given.server()]
        const read = listReader(compute, list)
        const narrow = await narrowToServers(read, servers)

        for (const limit of [1, 2])
          verify.soft(limitId).matches(await read({ ...narrow, limit }), isSuccess, hasLength(serversPointer, limit))
        // The limit applies after the filter, wherever in the whole list the server is.
        for (const { name } of 'name' in narrow ? servers : [])
          verify.soft(limitId).matches(await read({ name, limit: 1 }), isSuccess, hasLength(serversPointer, 1))

        const readPage = (query: Query) => read({ ...narrow, ...query })
        const readIds = async () => idsIn(await read(narrow), serversPointer)
        const traverse = async () => {
          const before = await readIds()
          const traversal = await traversePages(readPage, serversPointer, Math.ceil(before.length / 5))
          const after = await readIds()
          // A server that is listed before and after the traversal existed throughout.
          const constant = [...servers.map(({ id }) => id), ...before.filter((id) => after.includes(id))]
          return { traversal, mismatch: traversalMismatch(traversal, [...new Set(constant)], serversPointer) }
        }
        let { traversal, mismatch } = await traverse()
        for (let count = 1; count < maxTraversals && mismatch; count++) ({ traversal, mismatch } = await traverse())
        assumeDefined(traversal.ids[0], 'The first page is empty.')
        if (mismatch) verify(markerId).holds(false, traversal.lastPage, mismatch)
        else verify(markerId).pass(traversal.markerSemantics)
      }),
  )
}
