import { earlierResources, learnedTimeouts } from '#engine/journal'
import type { TargetSettings } from '#model'
import type { CleanupClient } from './client.ts'
import type { ResourceCollection } from './collections.ts'
import type { DeletionContext } from './deletion.ts'
import { ownershipOf } from './ownership.ts'

/** The services of the target; the token must not be sent anywhere else. */
const baseUrls = ({ computeUrl, services: { image, network, blockStorage } }: TargetSettings): readonly string[] =>
  [computeUrl, image, network, blockStorage].flatMap((url) => url ?? [])

/** What the deletions of one cleanup share. `lines`: those of the journal of the run. */
export function deletionContextOf(
  settings: TargetSettings,
  client: CleanupClient,
  collections: readonly ResourceCollection[],
  serverIds: ReadonlySet<string>,
  lines: readonly string[],
): DeletionContext {
  const learned = learnedTimeouts(lines)
  const bases = baseUrls(settings)
  return {
    client,
    ownership: ownershipOf(settings.runId, serverIds),
    earlier: earlierResources(lines),
    limits: {
      propagationMs: Math.min(settings.timeouts.propagation, learned?.propagation ?? Number.POSITIVE_INFINITY),
      deleteMs: Math.min(settings.timeouts.delete, learned?.delete ?? Number.POSITIVE_INFINITY),
    },
    isOnTarget: (url) => bases.some((base) => url.startsWith(`${base}/`)),
    shownName: (kind) => collections.find((collection) => collection.kind === kind)?.shownName ?? 'body/name',
  }
}
