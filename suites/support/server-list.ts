import {
  type ApiResponse,
  type CallOptions,
  type ComputeClient,
  InconclusiveError,
  isRejected,
  isSuccess,
  lacksItem,
  type Matcher,
} from '#harness'
import { idsOf, type Query } from './pagination.ts'

/** One of the two lists of servers; what the document says of their parameters is the same. */
export interface ServerList {
  readonly operation: 'listServers' | 'listServersDetail'
  /** The middle of its requirement ids: `servers.<part>.limit`. */
  readonly part: 'list' | 'detail'
}

export const plainList: ServerList = { operation: 'listServers', part: 'list' }
export const detailedList: ServerList = { operation: 'listServersDetail', part: 'detail' }

export const servers = 'body/servers'

/** Whether there is a list in which a server can be found: that it is one, and that its elements have ids, is judged by itself. */
export const isWellFormedList = (response: ApiResponse): boolean =>
  Array.isArray(response.at(servers)) && idsOf(response, servers).length === response.array(servers).length

/** Reads the list with these parameters. */
export const reader =
  (compute: ComputeClient, { operation }: ServerList, call: CallOptions = {}) =>
  (query: Query = {}): Promise<ApiResponse> =>
    compute.call(operation, { ...call, query })

/** Some hundreds of servers fit on few pages, however short the target makes them. */
const mostPages = 25

/** Looks for a server on every page of the unfiltered list; the last page read is returned. */
export async function find(read: (query: Query) => Promise<ApiResponse>, id: string): Promise<ApiResponse> {
  let page = await read({})
  for (let count = 1; count < mostPages; count++) {
    const ids = idsOf(page, servers)
    const marker = ids.at(-1)
    if (ids.includes(id) || marker === undefined || page.array('body/servers_links').length === 0) break
    page = await read({ marker })
  }
  return page
}

/** The longest beginning that names have in common. */
export function commonStart(first: string, ...others: readonly string[]): string {
  const length = [...first].findIndex((character, index) => others.some((other) => other[index] !== character))
  return length < 0 ? first : first.slice(0, length)
}

/**
 * Parameters that keep the list short and these servers on it: their names, if the target can filter by name, else none.
 * That the servers are on the list at all is not the business of whoever asks.
 */
export async function narrowQuery(
  read: (query: Query) => Promise<ApiResponse>,
  held: readonly { readonly id: string; readonly name: string }[],
): Promise<Query> {
  const [first = '', ...others] = held.map(({ name }) => name)
  for (const bound of [{ name: commonStart(first, ...others) }, {}]) {
    const ids = idsOf(await read(bound), servers)
    if (held.every(({ id }) => ids.includes(id))) return bound
  }
  throw new InconclusiveError('The list leaves out a server that the test holds.')
}

/**
 * The server is not on the list; a list of which the target wants to know nothing is as good, where that is allowed. That
 * there has to be a list, even of none, is judged by itself.
 */
export const excludesServer =
  (id: string, orRefused = false): Matcher =>
  (response) => {
    if (orRefused && !response.isSuccess) return isRejected(response)
    return (
      isSuccess(response) ?? (Array.isArray(response.at(servers)) ? lacksItem(servers, 'id', id)(response) : undefined)
    )
  }

/** No server is on the list twice. */
export const hasNoDuplicates: Matcher = (response) => {
  const ids = idsOf(response, servers)
  const again = ids.find((id, position) => ids.indexOf(id) !== position)
  if (again === undefined) return undefined
  return { message: 'A server is on the list twice.', at: servers, expected: 'every server once', actual: again }
}
