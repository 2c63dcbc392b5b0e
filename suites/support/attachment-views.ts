/** Checks that each operation that must show an attached volume does so. */
import type { ApiResponse, ComputeClient } from '#harness'
import type { OperationId, RequirementId } from '#model'
import { maxNotFoundMs } from './found-attachments.ts'
import { orNone } from './or-none.ts'
import { isMissingRoute } from './rejections.ts'
import { mentionsVolume } from './shown-volumes.ts'
import type { AttachmentPath } from './volume-attachment.ts'

/** The operations that show an attached volume, with the requirement that they do. */
const views = [
  ['listVolumeAttachments', 'attachments.list.answers'],
  ['showVolumeAttachment', 'attachments.show.by-volume-id'],
  ['showServer', 'servers.volumes-attached.agrees'],
] as const satisfies readonly (readonly [OperationId, RequirementId])[]

/** A response that does not show an attached volume. */
export interface MissingView {
  readonly message: string
  /** The requirement that the volume is shown there. */
  readonly requirement: RequirementId
  /** Undefined without a usable response. */
  readonly response?: ApiResponse
}

/**
 * Waits until listVolumeAttachments, showVolumeAttachment and showServer show the attached volume, and returns the first response that does
 * not.
 */
export async function findMissingView(
  compute: ComputeClient,
  { serverId, volumeId }: AttachmentPath,
): Promise<MissingView | undefined> {
  for (const [operation, requirement] of views) {
    const read = () => compute.call(operation, { path: { serverId, volumeId } })
    const isShown = (response: ApiResponse) => mentionsVolume(response, volumeId)
    const isDecided = (response: ApiResponse, elapsedMs: number) =>
      isShown(response) || (isMissingRoute(response) && (response.status !== 404 || elapsedMs > maxNotFoundMs))
    const found = await orNone(compute.poll(read, isDecided, 'propagation', `an attached volume in ${operation}`))
    if (!found) return { message: 'There was no usable response.', requirement }
    const response = found.value
    if (!isShown(response)) return { message: `${operation} does not show the attached volume.`, requirement, response }
  }
  return undefined
}
