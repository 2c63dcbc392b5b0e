/** The volumes of a server, collected from the responses that show them. */
import { type ApiResponse, members, resolvePointer } from '#harness'
import { foreignAttachments } from '../support/attachment-slices.ts'
import { listFoundAttachments } from '../support/found-attachments.ts'
import { orNone } from '../support/or-none.ts'
import { hasVolumeService, listVolumesOf } from '../support/volumes.ts'
import type { ScenarioContext, ServerObservation } from './scenario.ts'

/** The volumes of a server in listVolumeAttachments, showServer and the volume service. */
export interface VolumeObservation {
  /** The response to listVolumeAttachments, or to showServer if that gets none. */
  readonly attachments: ApiResponse
  readonly ids: readonly string[]
  /** Whether there are as many as expected, or the volume service lists no others. */
  readonly isComplete: boolean
}

/**
 * Collects the volumes of a server.
 * @param expected how many volumes the server was requested with. The document allows both responses to list only the additional
 *   volumes; missing ones are looked up in the volume service.
 */
export async function observeVolumes(
  { compute }: ScenarioContext,
  { id, shown }: ServerObservation,
  expected: number,
): Promise<VolumeObservation> {
  const attachments = (await orNone(listFoundAttachments(compute, id))) ?? shown
  const foreign = foreignAttachments(attachments, shown, id)
  const own = attachments.array('body/volumeAttachments').filter((attachment) => !foreign.includes(attachment))
  const ids = [
    ...own.map((attachment) => resolvePointer(attachment, 'attachment/volumeId')),
    ...members(shown, 'body/server/os-extended-volumes:volumes_attached', 'id'),
  ]
  const shownIds = [...new Set(ids.filter((volumeId) => typeof volumeId === 'string'))]
  const isShown = shownIds.length >= expected
  const storedIds = isShown || !hasVolumeService(compute) ? undefined : await listVolumesOf(compute, id)
  return {
    attachments,
    ids: [...new Set([...shownIds, ...(storedIds ?? [])])],
    isComplete: isShown || storedIds !== undefined,
  }
}
