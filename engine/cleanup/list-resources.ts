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

export interface OwnedListing {
  readonly resources: readonly ListedResource[]
  /** The kinds whose list could not be read to its end, with the reason. */
  readonly unreadable: ReadonlyMap<ResourceKind, string>
}

/** Limits a list without an end, so that it does not hold up the run. */
const maxPages = 50

/** Nova, Cinder and Neutron link to the next page in `<list>_links`, Glance in `next`. */
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

/** The id becomes a segment of a URL that is deleted, so that it must not change the path. */
const isPathSegment = (id: unknown): id is string => typeof id === 'string' && !['', '.', '..'].includes(id)

function toOwnedResource(
  element: unknown,
  { kind, url, id: idPointer, name: namePointer }: ResourceCollection,
  ownership: Ownership,
): ListedResource[] {
  const [id, name] = [resolvePointer(element, idPointer), resolvePointer(element, namePointer)]
  if (!isPathSegment(id) || typeof name !== 'string' || !ownership.owns(name)) return []
  return [{ kind, id, name, url: `${url}/${encodeURIComponent(id)}` }]
}

/** Reads one collection page by page. `error` says why it could not be read to its end. */
async function listCollection(client: CleanupClient, collection: ResourceCollection, ownership: Ownership) {
  const resources = new Map<string, ListedResource>()
  let marker: string | undefined
  for (let page = 1; page <= maxPages; page++) {
    const url = withQuery(collection.url, { ...collection.query, ...(marker === undefined ? {} : { marker }) })
    const response = await client.request('GET', url)
    if (!response) return { resources, error: `GET ${url} got no response` }
    if (!response.isSuccess || !Array.isArray(response.at(collection.list)))
      return { resources, error: `GET ${url} returned ${response.status} without a list` }
    const elements = response.array(collection.list)
    for (const resource of elements.flatMap((element) => toOwnedResource(element, collection, ownership)))
      resources.set(resource.id, resource)
    const lastId = resolvePointer(elements.at(-1), collection.id)
    if (!hasNextPage(response, collection.list) || !isPathSegment(lastId) || lastId === marker)
      return { resources, error: undefined }
    marker = lastId
  }
  return { resources, error: `GET ${collection.url} has more than ${maxPages} pages` }
}

/**
 * All resources of a run that the target lists, one collection after the other. `onListed` is called before the next collection
 * is read: the id of a listed server decides which volumes belong to the run.
 */
export async function listOwned(
  client: CleanupClient,
  collections: readonly ResourceCollection[],
  ownership: Ownership,
  onListed: (resource: ListedResource) => void,
): Promise<OwnedListing> {
  const all: ListedResource[] = []
  const unreadable = new Map<ResourceKind, string>()
  for (const collection of collections) {
    const { resources, error } = await listCollection(client, collection, ownership)
    if (error !== undefined) unreadable.set(collection.kind, error)
    for (const resource of resources.values()) onListed(resource)
    all.push(...resources.values())
  }
  return { resources: all, unreadable }
}
