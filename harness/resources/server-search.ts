/** Searches the list of servers for those of a create request whose response did not name them. */
import type { Phase } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import { InconclusiveError } from '../errors.ts'
import type { RunContext } from '../run-context.ts'
import {
  isCompleteList,
  isNamedAfter,
  type ListedServer,
  listedServers,
  listNamed,
  listServers,
  nextPageUrl,
  type ServerListReader,
} from './own-servers.ts'

/** A client that can list servers. */
export interface SearchingClient {
  withPhase(phase: Phase): ServerListReader
}

/** How many pages of a list are searched at most. */
const maxPages = 10

/**
 * Returns the servers that a request for `count` servers with this name may have created. A list may show them on several pages.
 * @throws InconclusiveError when they cannot be listed
 */
export async function findServersNamed(
  client: SearchingClient,
  name: string,
  count = 1,
): Promise<readonly ListedServer[]> {
  const reader = client.withPhase('cleanup')
  let list = await listNamed(reader, name)
  const found = new Map<string, ListedServer>()
  for (let page = 1; ; page++) {
    assertListed(list)
    for (const server of listedServers(list)) if (isNamedAfter(server.name, name, count)) found.set(server.id, server)
    const next = nextPageUrl(list)
    if (next === undefined || found.size >= count || page === maxPages) return [...found.values()]
    list = await listServers(reader, Object.fromEntries(new URL(next).searchParams))
  }
}

/** Requires a readable list: an unreadable one does not show that a server is missing. */
function assertListed(list: ApiResponse): void {
  if (!list.isSuccess) throw new InconclusiveError(`The servers cannot be listed: ${list.status}.`)
  if (!Array.isArray(list.at('body/servers')))
    throw new InconclusiveError('The servers cannot be listed: the response has no array of servers.')
}

/**
 * Returns the number of servers that a request without a name may have created, at most `requested`: those in the list that neither existed
 * before nor are known to be the run's nor have a name of the run, which another of its requests asked for. They may belong to another
 * client, so they are counted but not deleted.
 * @throws InconclusiveError when the servers cannot be listed
 */
export async function countUnknownServers(
  client: SearchingClient & { readonly run: Pick<RunContext, 'capacity' | 'earlier' | 'ownServers'> },
  requested: number,
): Promise<number> {
  const list = await listServers(client.withPhase('cleanup'))
  assertListed(list)
  if (!isCompleteList(list)) return requested
  const { earlier, capacity, ownServers } = client.run
  const unknown = listedServers(list).filter(
    ({ id, name }) => !earlier.has('server', id) && !capacity.aliveIds.has(id) && !ownServers.owns(name),
  )
  return Math.min(requested, unknown.length)
}
