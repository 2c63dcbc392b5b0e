import { resolvePointer } from '#contract'
import type { RequirementId } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import type { CallOptions } from '../client/outgoing-request.ts'
import { isUsableId } from './created-resource.ts'
import type { EarlierResources } from './earlier-resources.ts'

/** A server in a list. */
export interface ListedServer {
  readonly id: string
  readonly name: string
}

/** Returns the servers in a response of either list; elements without an id or a name are left out. */
export const listedServers = (response: ApiResponse): readonly ListedServer[] =>
  response.array('body/servers').flatMap((element) => {
    const [id, name] = [resolvePointer(element, 'server/id'), resolvePointer(element, 'server/name')]
    return typeof id === 'string' && typeof name === 'string' && isUsableId(id) ? [{ id, name }] : []
  })

/**
 * Tells whether a server has the requested name, or one of those that a request for several servers creates: `<name>-1`, `<name>-2`, … in
 * Nova and in the console of the vendor, `<name>1`, `<name>2`, … since its release of 2022-05-24. The document does not say. `count`: the
 * number of requested servers, if known. A single server has no number after its name; other names of the run may end in numbers, too.
 */
export function isNamedAfter(name: string, requested: string, count = 2): boolean {
  const rest = name.startsWith(requested) ? name.slice(requested.length) : undefined
  return rest !== undefined && (rest === '' || rest.startsWith('-') || (count > 1 && /^\d+$/.test(rest)))
}

/** Tells whether a response shows all servers: a success, readable to the last element, without another page. */
export const isCompleteList = (response: ApiResponse): boolean =>
  whyUnreadable(response) === undefined && nextPageUrl(response) === undefined

/** Sends the requests for both lists of servers. */
export interface ServerListReader {
  call(operation: 'listServers' | 'listServersDetail', call: CallOptions): Promise<ApiResponse>
}

const lacksName = (server: unknown): boolean => resolvePointer(server, 'server/name') === undefined

/**
 * Returns the detailed list in place of a plain one without names, which the first edition of the document does not describe there.
 * @param query of the plain list
 */
async function withNames(
  reader: ServerListReader,
  plain: ApiResponse,
  query: Readonly<Record<string, string>>,
): Promise<ApiResponse> {
  if (!plain.array('body/servers').some(lacksName)) return plain
  const detailed = await reader.call('listServersDetail', { query }).catch(() => undefined)
  return isList(detailed) ? detailed : plain
}

/** Whether a response is a list, of which single elements may be unreadable. */
const isList = (response: ApiResponse | undefined): response is ApiResponse =>
  response?.isSuccess === true && Array.isArray(response.at('body/servers'))

/**
 * Returns a list of servers, with names if either list has them: the detailed list, if the plain one is no list. Without a query, of all
 * servers.
 * @throws InconclusiveError when they cannot be listed
 */
export async function listServers(
  reader: ServerListReader,
  query?: Readonly<Record<string, string>>,
): Promise<ApiResponse> {
  const options = query ? { query } : {}
  const plain = await attempt(reader.call('listServers', options))
  if (isList(plain.response)) return withNames(reader, plain.response, query ?? {})
  const detailed = await reader.call('listServersDetail', options).catch(() => undefined)
  if (isList(detailed)) return detailed
  if (plain.response === undefined) throw plain.error
  return plain.response
}

/** Returns the result of a request or its error. */
const attempt = (request: Promise<ApiResponse>): Promise<{ response?: ApiResponse; error?: unknown }> =>
  request.then(
    (response) => ({ response }),
    (error: unknown) => ({ error }),
  )

/**
 * Returns a list of the servers with this name or, where the target fails to filter by it, of all servers.
 * @throws InconclusiveError when neither list can be read
 */
export async function listNamed(reader: ServerListReader, name: string): Promise<ApiResponse> {
  const filtered = await listServers(reader, { name }).catch(() => undefined)
  return isList(filtered) ? filtered : listServers(reader)
}

/**
 * Returns the requirement that makes a response useless as a list of all servers; undefined if it is one, or has several pages, which the
 * document allows.
 */
export function whyUnreadable(response: ApiResponse): RequirementId | undefined {
  if (!response.isSuccess) return 'servers.list.answers'
  if (!isList(response)) return 'servers.list.array'
  const all = response.array('body/servers')
  if (listedServers(response).length === all.length) return undefined
  const hasId = (id: unknown) => typeof id === 'string' && isUsableId(id)
  return all.every((server) => hasId(resolvePointer(server, 'server/id'))) ? 'servers.name' : 'servers.list.id'
}

/** Returns the URL of the next page of a server list; undefined on the last page. */
export function nextPageUrl(response: ApiResponse): string | undefined {
  const link = response
    .array('body/servers_links')
    .find((candidate) => resolvePointer(candidate, 'link/rel') === 'next')
  const href = resolvePointer(link, 'link/href')
  const { url } = response.exchange
  return typeof href === 'string' && URL.canParse(href, url) ? new URL(href, url).href : undefined
}

/**
 * Decides which servers belong to the run. A server that existed before the run never does, even if a response names it; one with the run's
 * name prefix does, even if no response to a create named it.
 */
export class OwnServers {
  readonly #prefix: string
  readonly #earlier: EarlierResources
  readonly #ids = new Set<string>()
  readonly #pendingNames = new Set<string>()
  /** Ids of servers that exist although their create got no usable response or a server error, and that no test uses. */
  readonly unconfirmed = new Set<string>()
  /** Requested name → the ids of the servers that the request created. */
  readonly #idsByName = new Map<string, readonly string[]>()

  constructor(runId: string, earlier: EarlierResources) {
    this.#prefix = `conformance-${runId}-`
    this.#earlier = earlier
  }

  /** Records that a create request with this name is about to be sent. */
  begin(name: string): void {
    this.#pendingNames.add(name)
  }

  /** Records that the request got a response or has failed. */
  end(name: string, ids: readonly string[]): void {
    this.#pendingNames.delete(name)
    for (const id of ids) this.#ids.add(id)
    if (this.owns(name)) this.#idsByName.set(name, ids)
  }

  /** Returns the id of the server that a request with this name has created, if it is known that there is exactly one. */
  idOf(name: string): string | undefined {
    const [id, ...others] = this.#idsByName.get(name) ?? []
    return others.length === 0 ? id : undefined
  }

  /** Tells whether a request asked for a server with this name, or with a prefix of it. */
  isRequested(name: string): boolean {
    return [...this.#idsByName.keys()].some((requested) => isNamedAfter(name, requested))
  }

  /** Whether a server with this name can be recognized as the run's. */
  owns(name: string): boolean {
    return name.startsWith(this.#prefix)
  }

  /** Tells whether the run has created a server with this id. */
  has(id: string): boolean {
    return this.#ids.has(id)
  }

  /** Returns the listed servers that the run must have created although no response named them. They count as known from now on. */
  takeUnknown(servers: readonly ListedServer[]): readonly ListedServer[] {
    const unknown = servers.filter(
      ({ id, name }) =>
        this.owns(name) && !this.#ids.has(id) && !this.#earlier.has('server', id) && !this.#isPending(name),
    )
    for (const { id } of unknown) this.#ids.add(id)
    return unknown
  }

  #isPending(name: string): boolean {
    return [...this.#pendingNames].some((pending) => isNamedAfter(name, pending))
  }
}
