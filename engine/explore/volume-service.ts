import {
  type ApiResponse,
  createdVolumeId,
  deleteVolume,
  InconclusiveError,
  requestVolume,
  volumeUrl,
} from '#harness/core'
import type { KnownVolume } from './model.ts'
import type { WalkContext } from './walk-context.ts'

/**
 * Waits until a volume is `available` or `in-use`, before which another request for it may be rejected. `otherwise`: called with the status
 * that it has instead after the whole time.
 */
export async function awaitVolume(
  context: WalkContext,
  { id }: KnownVolume,
  status: 'available' | 'in-use',
  otherwise?: (shown: string | undefined) => Promise<void>,
): Promise<void> {
  const { compute, capabilities, transcript } = context
  if (!capabilities.hasVolumeService) return
  transcript.wait({ volume: id, status })
  const url = volumeUrl(compute, id)
  const read = () => compute.withPhase('wait').request({ method: 'GET', url })
  const hasStatus = (volume: ApiResponse) => volume.string('body/volume/status') === status
  const name = status === 'available' ? 'detach' : 'attach'
  const { isDone, value } = await compute.poll(read, hasStatus, name, `explore ${status}`)
  if (isDone) return
  const shown = value.string('body/volume/status')
  await otherwise?.(shown)
  throw new InconclusiveError(`A volume is ${shown}, not ${status}.`)
}

/** Returns the volume with a number: a new one of 1 GB, or without a volume service the configured spare volume. */
export async function volumeFor(context: WalkContext, number: number): Promise<KnownVolume> {
  const { model, compute, capabilities, transcript } = context
  const known = model.volumes.get(number)
  if (known) return known
  const { resources } = compute.run.settings
  if (!capabilities.hasVolumeService) {
    if (resources.volume === undefined) throw new InconclusiveError('There is no volume.')
    const spare = { number, id: resources.volume, isOwn: false, server: undefined, isAbandoned: false }
    model.volumes.set(number, spare)
    return spare
  }
  const created = await requestVolume(compute.withPhase('arrange'))
  const id = createdVolumeId(created)
  if (!created.isSuccess || id === undefined)
    throw new InconclusiveError(`A volume could not be created: ${created.status}.`)
  transcript.request(created.exchange, { variable: `VOLUME_${number}`, value: id, filter: '.volume.id' })
  const volume: KnownVolume = { number, id, isOwn: true, server: undefined, isAbandoned: false }
  model.volumes.set(number, volume)
  await awaitVolume(context, volume, 'available')
  return volume
}

/** Deletes a volume that the walk has created, once it is detached. Ignores failures: cleanup deletes what remains. */
export async function deleteOwnVolume(
  { compute, capabilities }: WalkContext,
  { id, isOwn }: KnownVolume,
): Promise<void> {
  if (isOwn && capabilities.hasVolumeService) await deleteVolume(compute.withPhase('cleanup'), id)
}
