/** Checks that a filtered list has every server of the run that the filter selects, not only the one that a test looks for. */
import { isDeepStrictEqual } from 'node:util'
import { type ApiResponse, type ComputeClient, requestLine, resolvePointer } from '#harness'
import type { RequirementId } from '#model'
import { idsIn, type Query } from '../pagination.ts'
import { pageSizes } from './limit-and-marker.ts'
import { dayMs, formatUtc } from './server-filters.ts'
import {
  detailedList,
  isWellFormedList,
  listReader,
  type ReadList,
  type ServerList,
  serversPointer,
} from './server-list.ts'

/** A filter and the condition by which it selects servers. */
interface SelectingFilter {
  readonly id: RequirementId
  readonly query: Query
  selects(server: unknown): boolean
}

const textIn = (server: unknown, key: string): string => String(resolvePointer(server, `server/${key}`))

/** Returns filters that select servers of the run. `names`: the common prefix of their names. */
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
      query: { 'changes-since': formatUtc(since) },
      selects: (one) => Date.parse(textIn(one, 'updated')) > since,
    },
  ]
  return filters.filter(({ query }) => query['flavor'] !== '')
}

/** Returns the servers of the run in a list. */
const ownServers = ({ run }: ComputeClient, list: ApiResponse): readonly unknown[] =>
  list.array(serversPointer).filter((server) => run.capacity.aliveIds.has(textIn(server, 'id')))

/** Returns the servers of the run without a task that an earlier and a later list show in the same way. */
function constantServers(compute: ComputeClient, before: ApiResponse, after: ApiResponse): readonly unknown[] {
  const later = after.array(serversPointer)
  return ownServers(compute, before).filter((server) => {
    const isIdle = before.traits.isIdle(resolvePointer(server, 'server/OS-EXT-STS:task_state'))
    return isIdle && later.some((other) => isDeepStrictEqual(other, server))
  })
}

/** A filtered list in which some servers are expected. */
interface FilteredPage {
  readonly filter: SelectingFilter
  readonly page: ApiResponse
  /** The ids of the expected servers that the list leaves out. */
  readonly missing: readonly string[]
}

/**
 * Reads filtered lists, and the whole detailed list before and after them. Lists without any server, and those that may continue on
 * another page, are left out. A server counts as missing only if showServer also shows that the filter selects it.
 */
async function readFiltered(read: ReadList, filters: readonly SelectingFilter[]): Promise<readonly FilteredPage[]> {
  const { compute } = read
  const readOwn = listReader(compute, detailedList).until(...compute.run.capacity.aliveIds)
  const before = await readOwn()
  const pages = new Map<SelectingFilter, ApiResponse>()
  for (const filter of filters) {
    const selected = ownServers(compute, before).filter((one) => filter.selects(one))
    pages.set(filter, await read.until(...selected.map((one) => textIn(one, 'id')))(filter.query))
  }
  const constant = constantServers(compute, before, await readOwn())
  const result: FilteredPage[] = []
  for (const [filter, page] of pages) {
    const listed = idsIn(page, serversPointer)
    const isWhole = isWellFormedList(page) && listed.length > 0 && listed.length < pageSizes.default
    const expected = constant.filter((one) => filter.selects(one)).map((one) => textIn(one, 'id'))
    if (!isWhole || expected.length === 0) continue
    const missing: string[] = []
    for (const serverId of expected.filter((id) => !listed.includes(id))) {
      const shown = await compute.call('showServer', { path: { serverId } })
      if (shown.isSuccess && filter.selects(shown.at('body/server'))) missing.push(serverId)
    }
    result.push({ filter, page, missing })
  }
  return result
}

/**
 * Records a violation by a filtered list that leaves out a server of the run, still after the propagation timeout. `names`: the common
 * prefix of the names of the run's servers. Other tests verify that a filter leaves out the servers it does not select.
 */
export async function compareFilters(compute: ComputeClient, list: ServerList, names: string): Promise<void> {
  const read = listReader(compute, list)
  const filters = filtersOf(list, compute.run.settings.resources.flavor, names)
  for (const { filter, ...first } of await readFiltered(read, filters)) {
    let { missing } = first
    let last = first.page
    const isComplete = () => missing.length === 0
    const readAgain = async () => {
      for (const again of await readFiltered(read, [filter])) {
        missing = missing.filter((id) => again.missing.includes(id))
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
      expected: `${missing[0]} too`,
      actual: `${idsIn(last, serversPointer).length} servers`,
    })
  }
}
