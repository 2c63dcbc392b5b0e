/** Requests to the block storage service. Use them only where the target has one: see `hasVolumeService`. */
import {
  type ApiResponse,
  assumeDefined,
  type ComputeClient,
  childUrl,
  createdVolumeId,
  type Matcher,
  requestVolume,
  resolvePointer,
  volumeUrl,
} from '#harness'

/** Tells whether the target has a block storage service. */
export const hasVolumeService = ({ run }: ComputeClient): boolean => run.settings.services.blockStorage !== undefined

/** Shows a volume. */
export const showVolume = (compute: ComputeClient, id: string): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: volumeUrl(compute, id) })

/** Shows a volume of a new server until the service knows it or the propagation timeout has passed, and returns the last response. */
export async function showNewVolume(compute: ComputeClient, id: string): Promise<ApiResponse> {
  const isKnown = (volume: ApiResponse) => volume.status !== 404
  return (await compute.poll(() => showVolume(compute, id), isKnown, 'propagation', 'a new volume')).value
}

/** Shows a snapshot of a volume. */
export const showSnapshot = (compute: ComputeClient, id: string): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: childUrl(id, `${compute.run.settings.services.blockStorage}/snapshots`) })

/** Matches a volume that exists: detaching a volume does not delete it. */
export const stillExists: Matcher = (volume) =>
  volume.status === 404
    ? {
        message: 'The volume service does not find the volume after it was detached.',
        at: 'status',
        expected: '200: detaching a volume does not delete it',
        actual: '404',
      }
    : undefined

/**
 * Ends a wait for a volume that has kept the status from before a request for longer than an effect may take to become visible, on a target
 * whose transitions are much faster. The volume service changes it to `attaching` before the response to an attach: `volume_api.reserve` in
 * nova/compute/api.py.
 */
export const staysIn =
  ({ run }: ComputeClient, status: string) =>
  (volume: ApiResponse, elapsedMs: number): boolean =>
    volume.at('body/volume/status') === status && run.pace.isPrompt && elapsedMs > run.settings.timeouts.propagation

/** Tells whether a response shows an available volume. */
export const isAvailable = (volume: ApiResponse): boolean => volume.at('body/volume/status') === 'available'

/**
 * Creates an empty volume of the smallest size and waits until it is available. Cleanup deletes it if the test does not.
 * @throws InconclusiveError when the block storage service does not create it
 */
export async function createVolume(compute: ComputeClient): Promise<string> {
  const created = await requestVolume(compute)
  const id = assumeDefined(createdVolumeId(created), `A volume for the test could not be created: ${created.status}.`)
  await compute.poll(() => showVolume(compute, id), isAvailable, 'attach', 'a new volume')
  return id
}

/** Returns the ids of the volumes that the block storage service shows as attached to a server; undefined where its list fails. */
export async function listVolumesOf(compute: ComputeClient, serverId: string): Promise<readonly string[] | undefined> {
  const url = `${compute.run.settings.services.blockStorage}/volumes/detail`
  const listed = await compute.request({ method: 'GET', url })
  if (!listed.isSuccess) return undefined
  const isAttached = (volume: unknown) =>
    listOf(resolvePointer(volume, 'volume/attachments')).some(
      (attachment) => resolvePointer(attachment, 'attachment/server_id') === serverId,
    )
  const ids = listed
    .array('body/volumes')
    .filter(isAttached)
    .map((volume) => resolvePointer(volume, 'volume/id'))
  return ids.filter((id) => typeof id === 'string')
}

/** Returns the names of the volume types, except encrypted ones, which need a key of another service. */
export async function listVolumeTypes(compute: ComputeClient): Promise<readonly string[]> {
  const url = `${compute.run.settings.services.blockStorage}/types`
  const listed = await compute.request({ method: 'GET', url })
  const names = listed.array('body/volume_types').map((type) => resolvePointer(type, 'type/name'))
  return names.filter((name) => typeof name === 'string').filter((name) => !/encrypt|^__/i.test(name))
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Waits until the volume is available, or cannot be shown. */
export function awaitFree(compute: ComputeClient, volumeId: string) {
  const isFree = (volume: ApiResponse): boolean => !volume.isSuccess || isAvailable(volume)
  return compute.poll(() => showVolume(compute, volumeId), isFree, 'propagation', 'a free volume')
}
