import { type ApiResponse, resolvePointer } from '#harness/core'
import type { ResourceKind } from '#model'
import type { CleanupClient } from './client.ts'
import type { ResourceCollection } from './collections.ts'
import type { Ownership } from './ownership.ts'

/** Something of the run that the target still lists. */
export interface ListedResource {
  readonly kind: ResourceKind
  readonly id: string
  readonly name: string
  /** URL to DELETE. */
  readonly url: string
}

export interface OwnedListing {
  readonly resources: readonly ListedResource[]
  /** Kinds whose list could not be read to its end, with what came instead. */
  readonly unreadable: ReadonlyMap<ResourceKind, string>
}

/** A list that goes on for ever must not hold up the end of a run. */
const mostPages = 50

/** How Nova, Cinder and Neutron (`<list>_links`), and Glance (`next`), say that there is more. */
function goesOn(response: ApiResponse, list: string): boolean {
  const links = response.array(`${list}_links`)
  return (
    links.some((link) => resolvePointer(link, 'link/rel') === 'next') || typeof response.at('body/next') === 'string'
  )
}

const address = (url: string, query: Readonly<Record<string, string>>): string => {
  const text = new URLSearchParams(query).toString()
  return text === '' ? url : `${url}?${text}`
}

/** An id becomes a segment of a URL that is DELETEd: one that would lead elsewhere is none. */
const isSegment = (id: unknown): id is string => typeof id === 'string' && !['', '.', '..'].includes(id)

function ours(element: unknown, { kind, url, id, name }: ResourceCollection, belonging: Ownership): ListedResource[] {
  const [key, called] = [resolvePointer(element, id), resolvePointer(element, name)]
  if (!isSegment(key) || typeof called !== 'string' || !belonging.owns(called)) return []
  return [{ kind, id: key, name: called, url: `${url}/${encodeURIComponent(key)}` }]
}

/** Reads one collection page by page. Returns what is ours, and what kept it from being read to its end. */
async function look(caller: CleanupClient, collection: ResourceCollection, belonging: Ownership) {
  const found = new Map<string, ListedResource>()
  let marker: string | undefined
  for (let page = 1; page <= mostPages; page++) {
    const url = address(collection.url, { ...collection.query, ...(marker === undefined ? {} : { marker }) })
    const response = await caller.request('GET', url)
    if (!response) return { found, trouble: `GET ${url} was not answered` }
    if (!response.isSuccess || !Array.isArray(response.at(collection.list)))
      return { found, trouble: `GET ${url} answered ${response.status} without a list` }
    const elements = response.array(collection.list)
    for (const one of elements.flatMap((element) => ours(element, collection, belonging))) found.set(one.id, one)
    const last = resolvePointer(elements.at(-1), collection.id)
    if (!goesOn(response, collection.list) || !isSegment(last) || last === marker) return { found, trouble: undefined }
    marker = last
  }
  return { found, trouble: `GET ${collection.url} does not end` }
}

/** Everything of a run that the target lists, the collections one after the other; `onFound` hears of each at once. */
export async function listOwned(
  caller: CleanupClient,
  collections: readonly ResourceCollection[],
  belonging: Ownership,
  onFound: (found: ListedResource) => void = () => {},
): Promise<OwnedListing> {
  const all: ListedResource[] = []
  const unread = new Map<ResourceKind, string>()
  for (const collection of collections) {
    const { found, trouble } = await look(caller, collection, belonging)
    if (trouble !== undefined) unread.set(collection.kind, trouble)
    for (const one of found.values()) onFound(one)
    all.push(...found.values())
  }
  return { resources: all, unreadable }
}
