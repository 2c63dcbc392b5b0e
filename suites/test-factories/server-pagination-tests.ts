import { isDeepStrictEqual } from 'node:util'
import {
  type ApiResponse,
  allOf,
  assume,
  assumeDefined,
  assumeSuccess,
  hasLength,
  hasLengthAtMost,
  isSuccess,
  type LeasedServer,
  type RequirementAssertion,
  test,
  type Verify,
  verifies,
} from '#harness'
import { idsIn, type Query, traversalMismatch, traversePages } from '../support/pagination.ts'
import { compareFilters } from '../support/servers/complete-filters.ts'
import { excludesServerOrIsRejected, recordIfEmptyAsNotFound } from '../support/servers/filtered-list.ts'
import { pageSizes, verifyLimitAlone, verifyMarkerAlone } from '../support/servers/limit-and-marker.ts'
import { examplePairs, flavorIdsOf, serverFilters } from '../support/servers/server-filters.ts'
import {
  assumeWellFormed,
  commonPrefix,
  containsServer,
  isListedByName,
  listReader,
  narrowToServers,
  type ReadList,
  type ServerList,
  serversPointer,
} from '../support/servers/server-list.ts'
import { serially } from './serially.ts'

/** The maximum number of traversals of a list: other tests may delete the server that is the marker of a page. */
const maxTraversals = 4

/** The number of reads of the first page that detect an order which changes from request to request. */
const orderReads = 8

/**
 * Returns a mismatch if different servers come first while the list has the same servers: pages need a stable order.
 */
async function orderMismatch(read: (query?: Query) => Promise<ApiResponse>, narrow: Query) {
  const readIds = async (query: Query) => idsIn(await read({ ...narrow, ...query }), serversPointer)
  const before = await readIds({})
  const first = new Set<string>()
  for (let count = 0; count < orderReads; count++) {
    const [id] = await readIds({ limit: 1 })
    // A page that cannot be read has no first server.
    if (id !== undefined) first.add(id)
  }
  const isConstant = isDeepStrictEqual(new Set(before), new Set(await readIds({})))
  if (first.size < 2 || !isConstant) return undefined
  return {
    message: `${orderReads} requests for the first page with limit=1 returned ${first.size} different servers.`,
    at: serversPointer,
    expected: 'the same server first, so that the next page can follow it',
    actual: [...first].join(', '),
  }
}

/** Defines the test that each filter leaves out a server that comes after the marker of the request. */
function describeFiltersBesideMarker(list: ServerList): void {
  test(
    'applies a filter together with a marker',
    verifies(...serverFilters.map(({ requirement }) => list.requirements[requirement]), list.requirements.name),
    async ({ given, compute, target, verify, skip }) =>
      serially(async () => {
        const servers = [
          await given.server({ exclusive: true, anyStatus: true }),
          await given.server({ anyStatus: true }),
        ]
        const read = listReader(compute, list)
        const ids = servers.map(({ id }) => id)
        const [marker, later] = idsIn(await read.until(...ids)(), serversPointer).filter((id) => ids.includes(id))
        if (marker === undefined || later === undefined) return skip('The list does not have both servers.')
        const shown = await compute.call('showServer', { path: { serverId: later } })
        const { flavor, resizeFlavor } = target.resources
        // Another test may have resized the server, so the filter uses a flavor that no server of the run has.
        const shownFlavor = shown.string('body/server/flavor/id')
        const own = { ...target.resources, ...(shownFlavor !== undefined && { flavor: shownFlavor }) }
        const others = (await flavorIdsOf(compute)).filter((id) => id !== flavor && id !== resizeFlavor)
        const filters = examplePairs(list, shown, { ...target, resources: own }, others)
        // No server has this name.
        const named = { id: list.requirements.name, nonMatching: { name: `${later}-not` } }
        for (const { id, nonMatching } of [named, ...filters]) {
          const readLater = () => read({ ...nonMatching, marker })
          // A target may look for the marker only among the servers that the filter selects, and reject it.
          await verify.soft(id).eventually(readLater, excludesServerOrIsRejected(later))
        }
        if (filters.length < serverFilters.length) skip('The server does not show enough for every filter.')
      }),
  )
}

/** Defines the test that no filter leaves out any of the servers that it selects. */
function describeCompleteFilters(list: ServerList): void {
  const { answers } = list.requirements
  test(
    'contains all servers of the run, and with a filter all that it selects',
    verifies(answers),
    async ({ given, compute, build, verify }) =>
      serially(async () => {
        const servers = [
          await given.server({ exclusive: true, anyStatus: true }),
          await given.server({ anyStatus: true }),
        ]
        await verifyHasServers(verify, listReader(compute, list), servers)
        await compareFilters(compute, list, commonPrefix(build.name('one'), build.name('other')))
      }),
  )
}

/**
 * Verifies that a list contains these servers before the propagation timeout.
 * @throws InconclusiveError when it is not a list of servers with ids
 */
async function verifyHasServers(
  verify: Verify,
  read: ReadList,
  servers: readonly { readonly id: string }[],
): Promise<void> {
  const { answers } = read.list.requirements
  const readUntilAll = read.until(...servers.map(({ id }) => id))
  assumeWellFormed(await readUntilAll(), read.list)
  await verify.soft(answers).eventually(readUntilAll, allOf(...servers.map(({ id }) => containsServer(id))))
}

/** Defines the tests of limit and marker that both lists of servers have. */
export function describePagination(list: ServerList): void {
  describePages(list)
  describeFiltersBesideMarker(list)
  describeCompleteFilters(list)
}

/** A list, the servers that a pagination test reads in it, and a query that keeps the list short. */
interface PagedServers {
  readonly read: ReadList
  readonly servers: readonly LeasedServer[]
  readonly narrow: Query
}

/** Verifies `limit` on a list with these servers. */
async function verifyLimit(limit: RequirementAssertion, { read, servers, narrow }: PagedServers): Promise<void> {
  for (const size of [1, 2])
    limit.matches(await read({ ...narrow, limit: size }), isSuccess, hasLength(serversPointer, size))
  // The limit applies after the filter, wherever in the whole list the server is.
  for (const server of 'name' in narrow ? servers : []) {
    const { name } = server
    if (!(await isListedByName(read, server))) continue
    limit.matches(await read({ name, limit: 1 }), isSuccess, hasLength(serversPointer, 1))
  }
}

/** Reads the list page by page. The mismatch shows a server that the pages leave out or repeat. */
async function traverseOnce({ read, servers, narrow }: PagedServers) {
  const readPage = (query: Query) => read({ ...narrow, ...query })
  const readIds = async () => idsIn(await read(narrow), serversPointer)
  const before = await readIds()
  const traversal = await traversePages(readPage, serversPointer, Math.ceil(before.length / 5))
  const after = await readIds()
  // A server that is listed before and after the traversal existed throughout.
  const constant = [...servers.map(({ id }) => id), ...before.filter((id) => after.includes(id))]
  return { traversal, mismatch: traversalMismatch(traversal, [...new Set(constant)], serversPointer) }
}

/**
 * Verifies that the pages have every server once, in a stable order.
 * @throws InconclusiveError when the first page is empty
 */
async function verifyTraversal(marker: RequirementAssertion, paged: PagedServers): Promise<void> {
  let { traversal, mismatch } = await traverseOnce(paged)
  for (let count = 1; count < maxTraversals && mismatch; count++) ({ traversal, mismatch } = await traverseOnce(paged))
  assumeDefined(traversal.ids[0], 'The first page is empty.')
  mismatch ??= await orderMismatch(paged.read, paged.narrow)
  if (mismatch) marker.holds(false, traversal.lastPage, mismatch)
  else {
    recordIfEmptyAsNotFound(paged.read, traversal.lastPage)
    marker.pass(traversal.markerSemantics)
  }
}

function describePages(list: ServerList): void {
  const { limit: limitId, marker: markerId, answers } = list.requirements

  test(
    'returns every server once when read page by page, with at most limit servers in a page',
    verifies(limitId, markerId, answers),
    async ({ given, compute, verify }) =>
      serially(async () => {
        const servers = [
          await given.server({ exclusive: true, anyStatus: true }),
          await given.server({ anyStatus: true }),
        ]
        const read = listReader(compute, list)
        await verifyHasServers(verify, read, servers)
        verify.complete(answers)
        const ids = servers.map(({ id }) => id)
        const order = idsIn(await read.until(...ids)(), serversPointer)
        // The requirement of the list itself covers a list without them.
        if (ids.every((id) => order.includes(id))) {
          await verifyLimitAlone(verify.soft(limitId), read)
          const [first = '', second = ''] = ids.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
          await verifyMarkerAlone(verify.soft(markerId), { compute, read, order, first, second })
        }
        const paged = { read, servers, narrow: await narrowToServers(read, servers) }

        await verifyLimit(verify.soft(limitId), paged)
        verify.complete(limitId)
        await verifyTraversal(verify(markerId), paged)
      }),
  )
}

/** Defines the test of the page size, which both lists of servers have since edition 2026-05. */
export function describePageSize(list: ServerList): void {
  const { pageSize, array, answers } = list.requirements

  test(
    `returns at most ${pageSizes.default} servers without limit, and accepts a limit of ${pageSizes.most}`,
    verifies(pageSize),
    async ({ compute, verify }) => {
      const readPage = (query: Query) => compute.call(list.operation, { query })

      const isArray = (page: ApiResponse) => Array.isArray(page.at(serversPointer))
      const byDefault = await readPage({})
      assumeSuccess(byDefault, 'The servers cannot be listed.', answers)
      verify.soft(pageSize).matches(await readPage({ limit: pageSizes.most }), isSuccess)
      // The document does not say whether a larger limit is cut or rejected.
      const beyond = await readPage({ limit: pageSizes.most + 1 })
      if (!beyond.isSuccess) verify.soft(pageSize).isRejected(beyond)
      if (isArray(byDefault))
        verify.soft(pageSize).matches(byDefault, hasLengthAtMost(serversPointer, pageSizes.default))
      if (isArray(beyond)) verify.soft(pageSize).matches(beyond, hasLengthAtMost(serversPointer, pageSizes.most))
      assume(isArray(byDefault), 'The list is not an array of servers with ids.', array)
    },
  )
}
