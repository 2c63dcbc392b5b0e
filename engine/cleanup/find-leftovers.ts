import { earlierResources, journalLines } from '#engine/journal'
import type { SendRequest } from '#harness/core'
import type { JournalEntry, TargetSettings } from '#model'
import { findLeaks, readJournal } from '#results'
import { CleanupClient } from './client.ts'
import { resourceCollections } from './collections.ts'
import { entryOf, type OwnedResource, shownState } from './deletion.ts'
import { type ListedResource, listAll, ownedResources, unreadableLists } from './list-resources.ts'
import { isForeign, ownershipOf } from './ownership.ts'

/** Identifies a resource within a run: by its id, or a keypair by its URL, because its id is a name that other tenants may use, too. */
export const keyOf = ({ kind, id, url }: Pick<ListedResource, 'kind' | 'id' | 'url'>): string =>
  `${kind} ${kind === 'keypair' ? url : id}`

/** Returns each resource once: the responses to several create requests may have named the same one. */
export const distinct = (resources: readonly OwnedResource[]): readonly OwnedResource[] => [
  ...new Map(resources.map((resource) => [keyOf(resource), resource])).values(),
]

/** Returns the resource of a journal entry, as a list that is empty when the create request got no response. */
export const toResource = ({ kind, ref, id, url, at, name = '' }: JournalEntry): readonly OwnedResource[] =>
  id === undefined || url === undefined ? [] : [{ kind, ref, id, url, name, createdAt: at }]

/** Returns the first number that no resource in the journal has. */
export const nextRefAfter = (entries: readonly JournalEntry[]): number =>
  entries.reduce((highest, { ref }) => Math.max(highest, ref), 0) + 1

/** Returns the ids of the servers in journal entries. */
export const serverIdsIn = (entries: readonly JournalEntry[]): Set<string> =>
  new Set(entries.flatMap(({ kind, id }) => (kind === 'server' && id !== undefined ? [id] : [])))

/** The resources that a cleanup would delete. */
export interface Leftovers {
  readonly resources: readonly ListedResource[]
  /** Why lists could not be read, one sentence each. */
  readonly unreadable: readonly string[]
}

/**
 * Finds the resources that a cleanup would delete, according to the journal and the target's lists. Sends only GET requests.
 */
export async function findLeftovers(settings: TargetSettings, send: SendRequest): Promise<Leftovers> {
  const lines = journalLines(settings.journal)
  const entries = readJournal(lines)
  const serverIds = serverIdsIn(entries)
  const ownership = ownershipOf(settings.runId, serverIds)
  const earlier = earlierResources(lines)
  const client = new CleanupClient(send, settings)
  const collections = resourceCollections(settings, entries)
  const listing = await listAll(client, collections)
  const listed = ownedResources(listing, collections, { ownership, earlier, serverIds })
  const checks = findLeaks(entries)
    .flatMap(toResource)
    .map(async (resource): Promise<readonly OwnedResource[]> => {
      const { name } = entryOf(resource, listing)
      if (name !== undefined) return isForeign(resource, name, ownership, earlier) ? [] : [resource]
      const response = await client.request('GET', resource.url)
      const shownName = collections.find(({ kind }) => kind === resource.kind)?.shownName ?? 'body/name'
      const isGone = shownState(resource.kind, response).is === 'absent'
      return isGone || isForeign(resource, response?.string(shownName), ownership, earlier) ? [] : [resource]
    })
  const journaled = (await Promise.all(checks)).flat()
  const keys = new Set(journaled.map(keyOf))
  const unjournaled = listed.filter((resource) => !keys.has(keyOf(resource)))
  return { resources: [...journaled, ...unjournaled], unreadable: [...unreadableLists(listing).values()] }
}
