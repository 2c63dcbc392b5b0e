/** Filtered lists that have every server of the run which the filter selects, not only the one that a test looks for. */
import { isDeepStrictEqual } from 'node:util'
import { type ApiResponse, type ComputeClient, requestLine, resolvePointer } from '#harness'
import type { RequirementId } from '#model'
import { idsIn, type Query } from '../pagination.ts'
import { pageSizes } from './limit-and-marker.ts'
import {
  detailedList,
  isWellFormedList,
  listReader,
  type ReadList,
  type ServerList,
  serversPointer,
} from './server-list.ts'

/** A filter, and which servers it selects by what they show. */
interface SelectingFilter {
  readonly id: RequirementId
  readonly query: Query
  selects(server: unknown): boolean
}

const dayMs = 86_400_000

const textIn = (server: unknown, key: string): string => String(resolvePointer(server, `server/${key}`))

/** Filters that select servers of the run. `names`: what the names of the run have in common. */
function filtersOf(
  { requirements }: ServerList,
  flavor: string | undefined,
  names: string,
): readonly SelectingFilter[] {
  const since = Date.now() - dayMs
  const isNamed = (server: unknown) => textIn(server, 'name').startsWith(names)
  const filters: readonly SelectingFilter[] = [
    { id: requirements.status, query: { status: 'ACTIVE' }, selects: (one) => textIn(one, 'status') === 'ACTIVE' },
    { id: requirements.flavor, query: { flavor: flavor ?? '' }, selects: (one) => textIn(one, 'flavor/id') === flavor },
    { id: requirements.name, query: { name: `${names}.*` }, selects: isNamed },
    {
      id: requirements.changesSince,
      query: { 'changes-since': `${new Date(since).toISOString().slice(0, 19)}Z` },
      selects: (one) => Date.parse(textIn(one, 'updated')) > since,
    },
  ]
  return filters.filter(({ query }) => query['flavor'] !== '')
}

/** The servers of the run that one list and a later one show in the same way, at rest. */
function constantServers(compute: ComputeClient, before: ApiResponse, after: ApiResponse): readonly unknown[] {
  const { aliveIds } = compute.run.capacity
  const later = after.array(serversPointer)
  return before.array(serversPointer).filter((server) => {
    const isOwn = aliveIds.has(textIn(server, 'id'))
    const isIdle = before.traits.isIdle(resolvePointer(server, 'server/OS-EXT-STS:task_state'))
    return isOwn && isIdle && later.some((other) => isDeepStrictEqual(other, server))
  })
}

/** A filtered list from which something could be missing, and what is. */
interface FilteredPage {
  readonly filter: SelectingFilter
  readonly page: ApiResponse
  readonly lost: readonly string[]
}

/**
 * Reads filtered lists, and the whole detailed list before and after them. A list that has no server at all says nothing here, nor does
 * one that may go on in another page. A server counts as lost only if it shows by itself what the filter selects.
 */
async function readFiltered(read: ReadList, filters: readonly SelectingFilter[]): Promise<readonly FilteredPage[]> {
  const { compute } = read
  const readWhole = listReader(compute, detailedList)
  const before = await readWhole()
  const pages = new Map<SelectingFilter, ApiResponse>()
  for (const filter of filters) pages.set(filter, await read(filter.query))
  const constant = constantServers(compute, before, await readWhole())
  const result: FilteredPage[] = []
  for (const [filter, page] of pages) {
    const listed = idsIn(page, serversPointer)
    const isWhole = isWellFormedList(page) && listed.length > 0 && listed.length < pageSizes.default
    const expected = constant.filter((one) => filter.selects(one)).map((one) => textIn(one, 'id'))
    if (!isWhole || expected.length === 0) continue
    const lost: string[] = []
    for (const serverId of expected.filter((id) => !listed.includes(id))) {
      const shown = await compute.call('showServer', { path: { serverId } })
      if (shown.isSuccess && filter.selects(shown.at('body/server'))) lost.push(serverId)
    }
    result.push({ filter, page, lost })
  }
  return result
}

/**
 * Records a violation by a list that leaves out a server of the run which a filter selects. `names`: what their names have in common. A
 * server that is missing is looked for again, as lists may be late. That a list has no others is what the tests of the filters verify.
 */
export async function compareFilters(compute: ComputeClient, list: ServerList, names: string): Promise<void> {
  const read = listReader(compute, list)
  const filters = filtersOf(list, compute.run.settings.resources.flavor, names)
  for (const { filter, ...first } of await readFiltered(read, filters)) {
    let { lost } = first
    let last = first.page
    const isComplete = () => lost.length === 0
    const readAgain = async () => {
      for (const again of await readFiltered(read, [filter])) {
        lost = lost.filter((id) => again.lost.includes(id))
        last = again.page
      }
      return last
    }
    if (isComplete()) continue
    await compute.poll(readAgain, isComplete, 'propagation', `servers in ${list.operation}`)
    if (isComplete()) continue
    compute.recordViolation(filter.id, last, {
      message: `${requestLine(last)} left out a server that the filter selects.`,
      at: serversPointer,
      expected: `${lost[0]} too`,
      actual: `${idsIn(last, serversPointer).length} servers`,
    })
  }
}
