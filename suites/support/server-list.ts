/** The two lists of servers, and checks that they share. */
import {
  type ApiResponse,
  type CallOptions,
  type ComputeClient,
  containsItem,
  InconclusiveError,
  isRejected,
  isSuccess,
  lacksItem,
  type Matcher,
} from '#harness'
import type { RequirementId } from '#model'
import { idsIn, type Query } from './pagination.ts'

/**
 * A list of servers. The document describes the parameters of both lists in the same words, under requirements of their
 * own.
 */
export interface ServerList {
  readonly operation: 'listServers' | 'listServersDetail'
  readonly requirements: Readonly<Record<SharedRequirement, RequirementId>>
}

type SharedRequirement =
  | 'answers'
  | 'status'
  | 'flavor'
  | 'image'
  | 'changesSince'
  | 'name'
  | 'nameRegex'
  | 'limit'
  | 'marker'
  | 'badQuery'

export const plainList: ServerList = {
  operation: 'listServers',
  requirements: {
    answers: 'servers.list.answers',
    status: 'servers.list.status',
    flavor: 'servers.list.flavor',
    image: 'servers.list.image',
    changesSince: 'servers.list.changes-since',
    name: 'servers.list.name',
    nameRegex: 'servers.list.name-regex',
    limit: 'servers.list.limit',
    marker: 'servers.list.marker',
    badQuery: 'servers.list.bad-query-refused',
  },
}

export const detailedList: ServerList = {
  operation: 'listServersDetail',
  requirements: {
    answers: 'servers.detail.answers',
    status: 'servers.detail.status',
    flavor: 'servers.detail.flavor',
    image: 'servers.detail.image',
    changesSince: 'servers.detail.changes-since',
    name: 'servers.detail.name',
    nameRegex: 'servers.detail.name-regex',
    limit: 'servers.detail.limit',
    marker: 'servers.detail.marker',
    badQuery: 'servers.detail.bad-query-refused',
  },
}

export const bothLists = [plainList, detailedList] as const

export const serversPointer = 'body/servers'

/**
 * The body has an array of servers with ids, in which a server can be looked up. The array and the ids have
 * requirements of their own: `servers.list.array`, `servers.detail.array`, `servers.list.id`, `servers.id`.
 */
export const isWellFormedList = (response: ApiResponse): boolean =>
  Array.isArray(response.at(serversPointer)) &&
  idsIn(response, serversPointer).length === response.array(serversPointer).length

type ReadList = (query?: Query) => Promise<ApiResponse>

/** A function that reads the list with query parameters. */
export const listReader =
  (compute: ComputeClient, { operation }: ServerList, call: CallOptions = {}): ReadList =>
  (query = {}) =>
    compute.call(operation, { ...call, query })

/** Enough for some hundreds of servers, even where the target returns short pages. */
const maxPages = 25

/** Follows the unfiltered list page by page until one has the server; returns the last page read. */
export async function findServer(read: ReadList, id: string): Promise<ApiResponse> {
  let page = await read()
  for (let count = 1; count < maxPages; count++) {
    const ids = idsIn(page, serversPointer)
    const marker = ids.at(-1)
    if (ids.includes(id) || marker === undefined || page.array('body/servers_links').length === 0) break
    page = await read({ marker })
  }
  return page
}

/** The list has the server. */
export const containsServer = (id: string): Matcher => containsItem(serversPointer, 'id', id)

/** The longest common prefix. */
export function commonPrefix(first: string, ...others: readonly string[]): string {
  const length = [...first].findIndex((character, index) => others.some((other) => other[index] !== character))
  return length < 0 ? first : first.slice(0, length)
}

/**
 * A query that keeps the list short but leaves these servers in it: the common prefix of their names, or no filter
 * where the target cannot filter by name. Throws an InconclusiveError when a server is missing from the unfiltered
 * list, too.
 */
export async function narrowToServers(
  read: ReadList,
  servers: readonly { readonly id: string; readonly name: string }[],
): Promise<Query> {
  const [first = '', ...others] = servers.map(({ name }) => name)
  for (const query of [{ name: commonPrefix(first, ...others) }, {}]) {
    const ids = idsIn(await read(query), serversPointer)
    if (servers.every(({ id }) => ids.includes(id))) return query
  }
  throw new InconclusiveError('The list leaves out a server that the test holds.')
}

/**
 * The list leaves out the server. A body without an array passes, since `servers.list.array` and `servers.detail.array`
 * cover it.
 */
export const excludesServer =
  (id: string): Matcher =>
  (response) =>
    isSuccess(response) ??
    (Array.isArray(response.at(serversPointer)) ? lacksItem(serversPointer, 'id', id)(response) : undefined)

/** The list leaves out the server, or the target rejects the query. For values that a target may treat as invalid. */
export const excludesServerOrIsRejected =
  (id: string): Matcher =>
  (response) =>
    response.isSuccess ? excludesServer(id)(response) : isRejected(response)

/** Every server is listed once. */
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
