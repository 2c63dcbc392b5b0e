import type { ComputeClient } from '../client/compute-client.ts'
import { deleteCommand } from '../client/curl.ts'
import { childUrl, isUsableId } from './created-resource.ts'
import { readEarlier } from './read-earlier.ts'

/** Reads which volumes exist before a server is created whose volumes outlive it, so that earlier volumes never count as the run's. */
export const prepareKeptVolumes = (compute: ComputeClient): Promise<void> =>
  readEarlier(compute.withPhase('arrange'), 'volume')

/**
 * Records a volume in the journal that was created for a server and can outlive it, so that cleanup deletes it even if the test fails.
 * Ignores a volume that existed before the run.
 */
export function recordKeptVolume({ run }: ComputeClient, id: string): void {
  const { blockStorage } = run.settings.services
  if (blockStorage === undefined || !isUsableId(id) || run.redactor.redact(id) !== id) return
  if (run.earlier.has('volume', id)) return
  const url = childUrl(id, `${blockStorage}/volumes`)
  const ref = run.journal.recordIntent('volume', '')
  run.journal.recordCreated('volume', ref, { id, url, remove: deleteCommand(url) })
}
