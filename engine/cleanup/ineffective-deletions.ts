import { deleteCommand, type JournalWriter } from '#harness/core'
import type { JournalEntry } from '#model'
import { findLeaks } from '#results'
import type { CleanupOptions } from './cleanup-run.ts'
import { CleanupClient } from './client.ts'
import { resourceCollections } from './collections.ts'
import { shownState } from './deletion.ts'
import { distinct, nextRefAfter, toResource } from './find-leftovers.ts'
import { listAll } from './list-resources.ts'

/** Returns the keypairs that were deleted according to the journal, and those that were not. */
function keypairsIn(entries: readonly JournalEntry[]) {
  const remaining = findLeaks(entries).filter(({ kind }) => kind === 'keypair')
  const left = new Set(remaining.map(({ url }) => url))
  const created = entries.filter(({ event, kind, url }) => event === 'created' && kind === 'keypair' && !left.has(url))
  return { removed: distinct(created.flatMap(toResource)), remaining: remaining.flatMap(toResource) }
}

/**
 * Adds deleted keypairs to the journal again if the target still shows them, although it accepted their DELETE or responded 404. Only
 * where the list of keypairs cannot be read, or lacks one that was not deleted: elsewhere the list contains them.
 */
export async function recordIneffectiveDeletions(
  { settings, send, clock }: CleanupOptions,
  journal: JournalWriter,
  entries: readonly JournalEntry[],
): Promise<void> {
  const { removed, remaining } = keypairsIn(entries)
  if (removed.length === 0) return
  const client = new CleanupClient(send, settings, clock)
  const collections = resourceCollections(settings, entries).filter(({ kind }) => kind === 'keypair')
  const list = (await listAll(client, collections)).get('keypair')
  const isReliable = list?.error === undefined && remaining.every(({ id }) => list?.names.has(id) !== false)
  if (isReliable) return
  const nextRef = nextRefAfter(entries)
  for (const [index, { kind, id, name, url }] of removed.entries()) {
    if (client.isSilent) return
    if (shownState(kind, await client.request('GET', url)).is !== 'present') continue
    journal.recordCreated(kind, nextRef + index, { id, url, remove: deleteCommand(url), name })
  }
}
