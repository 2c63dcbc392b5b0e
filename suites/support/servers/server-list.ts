/** Reads and checks the two lists of servers. */
import {
  ApiResponse,
  assume,
  assumeSuccess,
  type CallOptions,
  type ComputeClient,
  containsItem,
  type Matcher,
} from '#harness'
import type { RequirementId } from '#model'
import { idsIn, nextQuery, type Query } from '../pagination.ts'

/**
 * A list of servers. The document describes the parameters of both lists in the same words, but the register has separate requirements
 * for each.
 */
export interface ServerList {
  readonly operation: 'listServers' | 'listServersDetail'
  readonly requirements: Readonly<Record<SharedRequirement, RequirementId>>
}

type SharedRequirement =
  | 'answers'
  | 'array'
  | 'id'
  | 'status'
  | 'flavor'
  | 'image'
  | 'changesSince'
  | 'changesSinceForm'
  | 'name'
  | 'nameShown'
  | 'nameRegex'
  | 'limit'
  | 'pageSize'
  | 'marker'
  | 'badQuery'
  | 'reservationId'

/** `GET /servers`. */
export const plainList: ServerList = {
  operation: 'listServers',
  requirements: {
    answers: 'servers.list.answers',
    array: 'servers.list.array',
    id: 'servers.list.id',
    status: 'servers.list.status',
    flavor: 'servers.list.flavor',
    image: 'servers.list.image',
    changesSince: 'servers.list.changes-since',
    changesSinceForm: 'servers.list.changes-since-form',
    name: 'servers.list.name',
    nameShown: 'servers.list.name-shown',
    nameRegex: 'servers.list.name-regex',
    limit: 'servers.list.limit',
    pageSize: 'servers.list.page-size',
    marker: 'servers.list.marker',
    badQuery: 'servers.list.bad-query-refused',
    reservationId: 'servers.list.reservation-id',
  },
}

/** `GET /servers/detail`. */
export const detailedList: ServerList = {
  operation: 'listServersDetail',
  requirements: {
    answers: 'servers.detail.answers',
    array: 'servers.detail.array',
    id: 'servers.id',
    status: 'servers.detail.status',
    flavor: 'servers.detail.flavor',
    image: 'servers.detail.image',
    changesSince: 'servers.detail.changes-since',
    changesSinceForm: 'servers.detail.changes-since-form',
    name: 'servers.detail.name',
    nameShown: 'servers.show.equals-detail',
    nameRegex: 'servers.detail.name-regex',
    limit: 'servers.detail.limit',
    pageSize: 'servers.detail.page-size',
    marker: 'servers.detail.marker',
    badQuery: 'servers.detail.bad-query-refused',
    reservationId: 'servers.detail.reservation-id',
  },
}

export const bothLists = [plainList, detailedList] as const

/** Pointer to the servers in a list. */
export const serversPointer = 'body/servers'

/** Tells whether the body has an array of servers with ids, in which a server can be looked up. */
export const isWellFormedList = (response: ApiResponse): boolean =>
  Array.isArray(response.at(serversPointer)) &&
  idsIn(response, serversPointer).length === response.array(serversPointer).length

/**
 * Requires a list in which a server can be looked up. Other requirements cover the array and the ids.
 * @throws InconclusiveError that names the requirement that is not met
 */
export function assumeWellFormed(response: ApiResponse, { requirements }: ServerList): void {
  const message = 'The list is not an array of servers with ids.'
  assume(Array.isArray(response.at(serversPointer)), message, requirements.array)
  assume(isWellFormedList(response), message, requirements.id)
}

/**
 * Requires that the target returned a list at all.
 * @throws InconclusiveError when it did not
 */
export function assumeReadable(list: ApiResponse, requirement: RequirementId): void {
  assumeSuccess(list, `The list of servers cannot be read: status ${list.status}.`, requirement)
}

/** Reads one list with query parameters. If the query has no limit, a list in several pages is read to its end. */
export interface ReadList {
  (query?: Query): Promise<ApiResponse>
  readonly compute: ComputeClient
  readonly list: ServerList
  /**
   * Returns a function that stops reading at the page on which it has found all these servers. In a tenant with thousands of servers, reading
   * all pages takes seconds, and the new servers of the run usually come first.
   */
  until(...ids: readonly string[]): ReadList
  /** Reads one page, even if there is a next one. */
  page(query?: Query): Promise<ApiResponse>
}

/** The maximum number of pages to read: enough for some hundreds of servers, even in short pages. */
const maxPages = 100

/** The maximum number of times that a list of several pages is read while other clients delete servers. */
const maxReads = 4

/** Returns a function that reads the list. `call`: other options of each call; `sought`: the servers after which it stops. */
export function listReader(
  compute: ComputeClient,
  list: ServerList,
  call: CallOptions = {},
  sought: readonly string[] = [],
): ReadList {
  const readPage = (query: Query = {}) => compute.call(list.operation, { ...call, query })
  const isFound = (ids: ReadonlySet<string>) => sought.length > 0 && sought.every((id) => ids.has(id))
  const readPages = async (query: Query): Promise<ApiResponse> => {
    let page = await readPage(query)
    const servers = [...page.array(serversPointer)]
    const ids = new Set(idsIn(page, serversPointer))
    for (let count = 1; count < maxPages && query['limit'] === undefined && !isFound(ids); count++) {
      const next = nextQuery(page, 'body/servers_links')
      if (next === undefined) break
      page = await readPage({ ...query, ...next })
      const elements = page.array(serversPointer)
      const [first] = idsIn(page, serversPointer)
      // A page may begin with its marker.
      servers.push(...(first === next['marker'] ? elements.slice(1) : elements))
      const size = ids.size
      for (const id of idsIn(page, serversPointer)) ids.add(id)
      if (!page.isSuccess || ids.size === size) break
    }
    if (servers.length === page.array(serversPointer).length || !page.isSuccess) return page
    return new ApiResponse(page.exchange, JSON.stringify({ servers }), page.traits, page.sent)
  }
  const read = async (query: Query = {}): Promise<ApiResponse> => {
    for (let attempts = 1; ; attempts++) {
      const response = await readPages(query)
      // Another client may delete the server that is the marker of the next page.
      const isMarkerLost = response.status === 400 && response.exchange.url.includes('marker=') && !('marker' in query)
      if (!isMarkerLost || attempts === maxReads) return response
    }
  }
  const until = (...ids: readonly string[]) => listReader(compute, list, call, ids)
  return Object.assign(read, { compute, list, until, page: readPage })
}

/** Tells whether elements of the list lack an id, so that no later read finds a server in it. */
const lacksIds = (list: ApiResponse): boolean => Array.isArray(list.at(serversPointer)) && !isWellFormedList(list)

/** Matches a list that contains the server. */
export const containsServer = (id: string): Matcher => containsItem(serversPointer, 'id', id)

/** Returns the longest common prefix of texts. */
export function commonPrefix(first: string, ...others: readonly string[]): string {
  const length = [...first].findIndex((character, index) => others.some((other) => other[index] !== character))
  return length < 0 ? first : first.slice(0, length)
}

/**
 * Returns a query that shortens the list but keeps these servers in it: a filter by the common prefix of their names, or no filter if the
 * target cannot filter by name.
 * @throws InconclusiveError when a server is missing from the unfiltered list, too
 */
export async function narrowToServers(
  read: ReadList,
  servers: readonly { readonly id: string; readonly name: string }[],
): Promise<Query> {
  const [first = '', ...others] = servers.map(({ name }) => name)
  const hasAll = (response: ApiResponse) => {
    const ids = idsIn(response, serversPointer)
    return servers.every(({ id }) => ids.includes(id))
  }
  let query: Query = {}
  const readUntilAll = read.until(...servers.map(({ id }) => id))
  const readNarrowed = async () => {
    query = { name: commonPrefix(first, ...others) }
    const narrowed = await readUntilAll(query)
    if (hasAll(narrowed)) return narrowed
    query = {}
    return readUntilAll()
  }
  const key = `servers in ${read.list.operation}`
  const { value: last, isDone } = await read.compute.poll(readNarrowed, hasAll, 'propagation', key, lacksIds)
  assumeReadable(last, read.list.requirements.answers)
  if (!isDone) assumeWellFormed(last, read.list)
  assume(isDone, 'The list leaves out a server of the test.', read.list.requirements.answers)
  return query
}

/** Tells whether the list filtered by the name contains the server before the propagation timeout, because the name may be new. */
export async function isListedByName(
  read: ReadList,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<boolean> {
  const isListed = (response: ApiResponse) => idsIn(response, serversPointer).includes(id)
  const key = `name in ${read.list.operation}`
  const readByName = () => read.until(id)({ name })
  return (await read.compute.poll(readByName, isListed, 'propagation', key, lacksIds)).isDone
}

/** Matches a list that has every server once. */
export const hasNoDuplicates: Matcher = (response) => {
  const ids = idsIn(response, serversPointer)
  const duplicate = ids.find((id, position) => ids.indexOf(id) !== position)
  if (duplicate === undefined) return undefined
  return {
    message: 'The list has a server twice.',
    at: serversPointer,
    expected: 'every server once',
    actual: `${duplicate} twice`,
  }
}
