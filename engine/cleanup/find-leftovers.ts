import type { SendRequest } from '#harness/core'
import type { JournalEntry, TargetSettings } from '#model'
import { findLeaks, readJournal } from '#results'
import { journalLines } from '../journal/file.ts'
import { CleanupClient } from './client.ts'
import { resourceCollections } from './collections.ts'
import type { OwnedResource } from './delete-resource.ts'
import { type ListedResource, listOwned } from './list-resources.ts'
import { ownershipOf } from './ownership.ts'

export const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind} ${id}`

/** What an entry of a journal names, unless the answer to its create never came. */
export const toResource = ({ kind, ref, id, url, name = '' }: JournalEntry): readonly OwnedResource[] =>
  id === undefined || url === undefined ? [] : [{ kind, ref, id, url, name }]

export interface Leftovers {
  readonly resources: readonly ListedResource[]
  /** Lists that could not be read, one sentence each. */
  readonly unreadable: readonly string[]
}

/** What clearing up would begin with, by the journal and by the target's lists. Asks, and changes nothing. */
export async function findLeftovers(settings: TargetSettings, send: SendRequest): Promise<Leftovers> {
  const entries = readJournal(journalLines(settings.journal))
  const servers = new Set(entries.flatMap(({ kind, id }) => (kind === 'server' && id !== undefined ? [id] : [])))
  const { resources, unreadable } = await listOwned(
    new CleanupClient(send, settings),
    resourceCollections(settings),
    ownershipOf(settings.runId, servers),
    ({ kind, id }) => void (kind === 'server' && servers.add(id)),
  )
  const known = findLeaks(entries).flatMap(toResource)
  const keys = new Set(known.map(keyOf))
  return { resources: [...known, ...resources.filter((one) => !keys.has(keyOf(one)))], unreadable: [...unreadable.values()] }
}
