import { assumeDefined, hasValueMatching, isSuccess, test, verifies } from '#harness'
import { idsOf, type Query, serially, traversalMismatch, traversePages } from './pagination.ts'
import { narrowQuery, reader, type ServerList, servers } from './server-list.ts'

const haveLength = (length: number) =>
  hasValueMatching(servers, `a list of ${length}`, (value) => Array.isArray(value) && value.length === length)

/** Others create and remove servers meanwhile, and a marker may go; then the list is gone through once more. */
const attempts = 4

/** The tests of limit and marker that the two lists of servers have in common. */
export function describePagination(list: ServerList): void {
  const id = <Claim extends string>(claim: Claim) => `servers.${list.part}.${claim}` as const

  test(
    'is read page by page without loss or repetition, as many at a time as limit says',
    verifies(id('limit'), id('marker')),
    async ({ given, compute, verify }) =>
      serially(async () => {
        const held = [await given.server({ exclusive: true }), await given.server()]
        const read = reader(compute, list)
        const bound = await narrowQuery(read, held)

        for (const limit of [1, 2])
          verify.soft(id('limit')).matches(await read({ ...bound, limit }), isSuccess, haveLength(limit))

        // The limit counts what the filter leaves, wherever in the whole list that is.
        for (const { name } of 'name' in bound ? held : [])
          verify.soft(id('limit')).matches(await read({ name, limit: 1 }), isSuccess, haveLength(1))

        const page = (query: Query) => read({ ...bound, ...query })
        const ids = async () => idsOf(await read(bound), servers)
        const goThrough = async () => {
          const before = await ids()
          const walked = await traversePages(page, servers, Math.ceil(before.length / 5))
          const after = await ids()
          // What was there before and after was there all the time.
          const there = [...held.map((server) => server.id), ...before.filter((id) => after.includes(id))]
          return { walked, fault: traversalMismatch(walked, [...new Set(there)], servers) }
        }
        let { walked, fault } = await goThrough()
        for (let attempt = 1; attempt < attempts && fault; attempt++) ({ walked, fault } = await goThrough())
        assumeDefined(walked.seen[0], 'The first page is empty.')
        if (fault) verify(id('marker')).holds(false, walked.last, fault)
        else verify(id('marker')).pass(walked.reading)
      }),
  )
}
