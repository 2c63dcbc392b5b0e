import type { EarlierResourceIds } from '#engine/journal'
import { type ApiResponse, resolvePointer } from '#harness/core'
import type { ResourceKind } from '#model'
import type { CleanupClient } from './client.ts'
import type { ResourceCollection } from './collections.ts'
import type { Ownership } from './ownership.ts'

/** A resource of the run that the target lists. */
export interface ListedResource {
  readonly kind: ResourceKind
  readonly id: string
  readonly name: string
  /** The URL to DELETE. */
  readonly url: string
}

/** One list, including resources of others. */
export interface CollectionListing {
  /** The names by id. */
  readonly names: ReadonlyMap<string, string>
  /** The servers that resources were made for, by the id of the resource. */
  readonly servers: ReadonlyMap<string, string>
  /** Why the list could not be read to its end. */
  readonly error: string | undefined
  /** Whether the target does not find the list itself. */
  readonly isNotFound?: boolean
}

/** The lists that were read, by kind, each with the URL of its collection. */
export type Listing = ReadonlyMap<ResourceKind, CollectionListing & { readonly url: string }>

/** Pages that are read at most, in case a list has no end. */
const maxPages = 50

/** Tells whether a page links to another one: Nova, Cinder and Neutron do so in `<list>_links`, Glance in `next`. */
function hasNextPage(response: ApiResponse, list: string): boolean {
  const links = response.array(`${list}_links`)
  return (
    links.some((link) => resolvePointer(link, 'link/rel') === 'next') || typeof response.at('body/next') === 'string'
  )
}

const withQuery = (url: string, query: Readonly<Record<string, string>>): string => {
  const text = new URLSearchParams(query).toString()
  return text === '' ? url : `${url}?${text}`
}

/** Tells whether an id can be a segment of the URL that is deleted, without changing its path. */
const isPathSegment = (id: string): boolean => !['', '.', '..'].includes(id)

/** Returns the first text or number at one of these pointers, as text. */
function textAtOneOf(element: unknown, pointers: readonly string[]): string | undefined {
  const values = pointers.map((pointer) => resolvePointer(element, pointer))
  const value = values.find((candidate) => typeof candidate === 'string' || typeof candidate === 'number')
  return value === undefined ? undefined : String(value)
}

/** Reads one collection page by page. */
async function listCollection(client: CleanupClient, collection: ResourceCollection): Promise<CollectionListing> {
  const { url, query, list, ids, names: namePointers, servers: serverPointers = [] } = collection
  const names = new Map<string, string>()
  const servers = new Map<string, string>()
  let marker: string | undefined
  for (let page = 1; page <= maxPages; page++) {
    const pageUrl = withQuery(url, { ...query, ...(marker === undefined ? {} : { marker }) })
    const response = await client.request('GET', pageUrl)
    if (!response) return { names, servers, error: `GET ${pageUrl} got no response` }
    if (!response.isSuccess || !Array.isArray(response.at(list)))
      return {
        names,
        servers,
        error: `GET ${pageUrl} returned ${response.status} without a list`,
        isNotFound: response.status === 404,
      }
    if (response.isFromCache) return { names, servers, error: `the response to GET ${pageUrl} is that of a cache` }
    const elements = response.array(list)
    for (const element of elements) {
      const id = textAtOneOf(element, ids)
      if (id === undefined || !isPathSegment(id)) continue
      names.set(id, textAtOneOf(element, namePointers) ?? '')
      const server = textAtOneOf(element, serverPointers)
      if (server) servers.set(id, server)
    }
    const lastId = textAtOneOf(elements.at(-1), ids)
    if (!hasNextPage(response, list) || lastId === undefined || !isPathSegment(lastId) || lastId === marker)
      return { names, servers, error: undefined }
    marker = lastId
  }
  return { names, servers, error: `GET ${url} has more than ${maxPages} pages` }
}

/**
 * Reads a collection as `listFilteredOrWhole` does, or another list of it if this one has no names: the first edition of the document
 * describes none in the plain list of servers. Without names a resource cannot be recognized as the run's.
 */
async function listWithNames(client: CleanupClient, collection: ResourceCollection): Promise<CollectionListing> {
  const listing = await listFilteredOrWhole(client, collection)
  const { otherList: url } = collection
  if (url === undefined || ![...listing.names.values()].includes('')) return listing
  const other = await listFilteredOrWhole(client, { ...collection, url })
  return other.error === undefined ? other : { ...listing, error: other.error }
}

/**
 * Reads a collection with its query. Where the target cannot serve that, reads the whole collection, or another list of
 * it.
 */
async function listFilteredOrWhole(client: CleanupClient, collection: ResourceCollection): Promise<CollectionListing> {
  const filtered = await listCollection(client, collection)
  if (filtered.error === undefined || filtered.names.size > 0 || Object.keys(collection.query).length === 0)
    return filtered
  const whole = await listCollection(client, { ...collection, query: {} })
  if (whole.error === undefined) return whole
  const { otherList } = collection
  const other = otherList === undefined ? whole : await listCollection(client, { ...collection, url: otherList })
  return other.error === undefined ? other : filtered
}

/** Reads collections at the same time. */
export async function listAll(client: CleanupClient, collections: readonly ResourceCollection[]): Promise<Listing> {
  const listings = collections.map(async (collection) => {
    const { kind, url } = collection
    return [kind, { ...(await listWithNames(client, collection)), url }] as const
  })
  return new Map(await Promise.all(listings))
}

/** Returns why lists could not be read, by kind. */
export const unreadableLists = (listing: Listing): ReadonlyMap<ResourceKind, string> =>
  new Map([...listing].flatMap(([kind, { error }]) => (error === undefined ? [] : [[kind, error]])))

/** The criteria by which a resource belongs to a run. */
export interface OwnedBy {
  readonly ownership: Ownership
  readonly earlier: EarlierResourceIds
  /** Decides which volumes belong to the run; the listed servers of the run are added. */
  readonly serverIds: Set<string>
}

/**
 * Returns the listed resources that belong to the run by their name and did not exist before it, in the order of the
 * collections.
 */
export function ownedResources(
  listing: Listing,
  collections: readonly ResourceCollection[],
  { ownership, earlier, serverIds }: OwnedBy,
): readonly ListedResource[] {
  return collections.flatMap(({ kind, url }) => {
    const { [kind]: earlierIds } = earlier
    const owned = [...(listing.get(kind)?.names ?? [])].filter(
      ([id, name]) => ownership.owns(name) && earlierIds?.has(id) !== true,
    )
    if (kind === 'server') for (const [id] of owned) serverIds.add(id)
    return owned.map(([id, name]) => ({ kind, id, name, url: `${url}/${encodeURIComponent(id)}` }))
  })
}
