import { assume, type ComputeClient } from '#harness'
import { isAbsent } from './shown-volumes.ts'
import { type AttachmentPath, attach } from './volume-attachment.ts'
import { awaitFree, hasVolumeService } from './volumes.ts'

/**
 * Detaches a volume that the target has attached twice, and attaches it once, because the document does not describe such a volume.
 * @throws InconclusiveError when the volume cannot be detached
 */
export async function attachAgain(compute: ComputeClient, path: AttachmentPath): Promise<void> {
  const client = compute.withPhase('arrange')
  const show = () => client.call('showVolumeAttachment', { path: { ...path } })
  let isDetached = false
  // One request may detach only one of the two, and be rejected while the other is being detached.
  for (const timeout of ['propagation', 'propagation', 'detach'] as const) {
    if (isDetached) break
    await client.call('detachVolume', { path: { ...path }, mayBeRejected: true })
    isDetached = (await client.poll(show, isAbsent, timeout, 'detach a volume that was attached twice')).isDone
  }
  assume(
    isDetached,
    'The volume could not be detached after it was attached twice.',
    'attachments.create.twice-refused',
  )
  if (hasVolumeService(client)) await awaitFree(client, path.volumeId)
  await attach(compute, path)
}
