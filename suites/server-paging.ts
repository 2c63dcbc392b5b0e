import { arranged, showsSuch, succeeds, test, verifies } from '#harness'
import { idsOf, inTurn, type Query, walk, walkFault } from './paging.ts'
import { boundTo, reader, type ServerList, servers } from './server-lists.ts'

const haveLength = (length: number) =>
  showsSuch(servers, `a list of ${length}`, (value) => Array.isArray(value) && value.length === length)

/** Others create and remove servers meanwhile, and a marker may go; then the list is gone through once more. */
const attempts = 4

/** The tests of limit and marker that the two lists of servers have in common. */
export function describePaging(list: ServerList): void {
  const id = <Claim extends string>(claim: Claim) => `servers.${list.part}.${claim}` as const

  test(
    'is read page by page without loss or repetition, as many at a time as limit says',
    verifies(id('limit'), id('marker')),
    async ({ given, compute, must, should }) =>
      inTurn(async () => {
        const held = [await given.server({ exclusive: true }), await given.server()]
        const read = reader(compute, list)
        const bound = await boundTo(read, held)

        for (const limit of [1, 2])
          should(id('limit')).see(await read({ ...bound, limit }), succeeds, haveLength(limit))

        const ids = held.map((server) => server.id)
        const size = Math.ceil(idsOf(await read(bound), servers).length / 5)
        const page = (query: Query) => read({ ...bound, ...query })
        let walked = await walk(page, servers, size)
        for (let attempt = 1; attempt < attempts && walkFault(walked, ids, servers); attempt++)
          walked = await walk(page, servers, size)
        arranged(walked.seen[0], 'The first page is empty.')
        const fault = walkFault(walked, ids, servers)
        if (fault) must(id('marker')).that(false, walked.last, fault)
        else must(id('marker')).fulfilled(walked.reading)
      }),
  )
}
