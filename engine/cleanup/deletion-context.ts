import { earlierResources, learnedTimeouts } from '#engine/journal'
import type { TargetSettings } from '#model'
import type { CleanupClient } from './client.ts'
import type { ResourceCollection } from './collections.ts'
import type { DeletionContext } from './deletion.ts'
import { ownershipOf } from './ownership.ts'
import { isOnTarget } from './target-urls.ts'

/** Returns the state that the deletions of one cleanup share. */
export function deletionContextOf({
  settings,
  client,
  collections,
  serverIds,
  journalLines,
}: {
  readonly settings: TargetSettings
  readonly client: CleanupClient
  readonly collections: readonly ResourceCollection[]
  readonly serverIds: ReadonlySet<string>
  readonly journalLines: readonly string[]
}): DeletionContext {
  const learned = learnedTimeouts(journalLines)
  return {
    client,
    ownership: ownershipOf(settings.runId, serverIds),
    earlier: earlierResources(journalLines),
    limits: {
      propagationMs: Math.min(settings.timeouts.propagation, learned?.propagation ?? Number.POSITIVE_INFINITY),
      deleteMs: Math.min(settings.timeouts.delete, learned?.delete ?? Number.POSITIVE_INFINITY),
    },
    isOnTarget: (url) => isOnTarget(settings, url),
    shownName: (kind) => collections.find((collection) => collection.kind === kind)?.shownName ?? 'body/name',
  }
}
