import { type ApiResponse, childUrl, InconclusiveError } from '#harness/core'
import type { KnownVolume } from './model.ts'
import type { World } from './world.ts'

const collection = ({ compute }: World): string => `${compute.run.settings.services.blockStorage}/volumes`

/** The status of a volume; undefined where there is no volume service. */
async function statusIs({ compute, offer }: World, url: string, status: string, name: 'attach' | 'detach') {
  if (!offer.hasVolumeService) return
  const read = () => compute.withPhase('wait').request({ method: 'GET', url })
  const hasStatus = (volume: ApiResponse) => volume.string('body/volume/status') === status
  const { isDone, value } = await compute.poll(read, hasStatus, name, `explore ${status}`)
  if (!isDone) throw new InconclusiveError(`A volume is ${value.string('body/volume/status')}, not ${status}.`)
}

/** Waits until a volume is `available` or `in-use`, before which another request for it may be rejected. */
export async function awaitVolume(world: World, { id }: KnownVolume, status: 'available' | 'in-use'): Promise<void> {
  if (world.offer.hasVolumeService) world.transcript.wait({ volume: id, status })
  await statusIs(world, childUrl(id, collection(world)), status, status === 'available' ? 'detach' : 'attach')
}

/** The volume with a number: a new one of 1 GB, or without a volume service the configured spare volume. */
export async function volumeFor(world: World, number: number): Promise<KnownVolume> {
  const { model, compute, offer, transcript } = world
  const known = model.volumes.get(number)
  if (known) return known
  const { resources } = compute.run.settings
  if (!offer.hasVolumeService) {
    if (resources.volume === undefined) throw new InconclusiveError('There is no volume.')
    const spare = { number, id: resources.volume, isOwn: false, server: undefined }
    model.volumes.set(number, spare)
    return spare
  }
  const url = collection(world)
  const name = compute.run.uniqueName('explored-volume')
  const idIn = (response: ApiResponse) => response.string('body/volume/id')
  const creates = { kind: 'volume', name, idIn, urlOf: childUrl } as const
  const arranging = compute.withPhase('arrange')
  const created = await arranging.request({ method: 'POST', url, body: { volume: { name, size: 1 } }, creates })
  const id = idIn(created)
  if (!created.isSuccess || id === undefined)
    throw new InconclusiveError(`A volume could not be created: ${created.status}.`)
  transcript.request(created.exchange, { variable: `VOLUME_${number}`, value: id, filter: '.volume.id' })
  const volume: KnownVolume = { number, id, isOwn: true, server: undefined }
  model.volumes.set(number, volume)
  await awaitVolume(world, volume, 'available')
  return volume
}

/** Deletes a volume that the life has created, as soon as it is free. What fails is left to the end of the run. */
export async function deleteVolume({ compute, offer }: World, { id, isOwn }: KnownVolume): Promise<void> {
  const base = compute.run.settings.services.blockStorage
  if (!isOwn || !offer.hasVolumeService || base === undefined) return
  const cleaning = compute.withPhase('cleanup')
  await cleaning.poll(
    () => cleaning.request({ method: 'DELETE', url: childUrl(id, `${base}/volumes`) }),
    (response) => response.isSuccess || response.status === 404,
    'delete',
    'explore volume',
  )
}
