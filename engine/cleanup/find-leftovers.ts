import { journalLines } from '#engine/journal'
import type { SendRequest } from '#harness/core'
import type { JournalEntry, TargetSettings } from '#model'
import { findLeaks, readJournal } from '#results'
import { CleanupClient } from './client.ts'
import { resourceCollections } from './collections.ts'
import type { OwnedResource } from './delete-resource.ts'
import { type ListedResource, listOwned } from './list-resources.ts'
import { ownershipOf } from './ownership.ts'

export const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind} ${id}`

/** The resource of a journal entry; none when the create got no response. */
export const toResource = ({ kind, ref, id, url, name = '' }: JournalEntry): readonly OwnedResource[] =>
  id === undefined || url === undefined ? [] : [{ kind, ref, id, url, name }]

export const serverIdsIn = (entries: readonly JournalEntry[]): Set<string> =>
  new Set(entries.flatMap(({ kind, id }) => (kind === 'server' && id !== undefined ? [id] : [])))

export interface Leftovers {
  readonly resources: readonly ListedResource[]
  /** Why lists could not be read, one sentence each. */
  readonly unreadable: readonly string[]
}

/** The resources that a cleanup would delete, according to the journal and the target's lists. Sends GET requests only. */
export async function findLeftovers(settings: TargetSettings, send: SendRequest): Promise<Leftovers> {
  const entries = readJournal(journalLines(settings.journal))
  const serverIds = serverIdsIn(entries)
  const listing = await listOwned(
    new CleanupClient(send, settings),
    resourceCollections(settings),
    ownershipOf(settings.runId, serverIds),
    ({ kind, id }) => void (kind === 'server' && serverIds.add(id)),
  )
  const journaled = findLeaks(entries).flatMap(toResource)
  const keys = new Set(journaled.map(keyOf))
  const unjournaled = listing.resources.filter((resource) => !keys.has(keyOf(resource)))
  return { resources: [...journaled, ...unjournaled], unreadable: [...listing.unreadable.values()] }
}
