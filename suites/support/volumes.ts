/** Volumes in the block storage service. Use only where the target has one: see `hasVolumeService`. */
import { type ApiResponse, type ComputeClient, childUrl } from '#harness'

export const hasVolumeService = ({ run }: ComputeClient): boolean => run.settings.services.blockStorage !== undefined

const volumeUrl = ({ run }: ComputeClient, id: string): string =>
  childUrl(id, `${run.settings.services.blockStorage}/volumes`)

export const showVolume = (compute: ComputeClient, id: string): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: volumeUrl(compute, id) })

export const isAvailable = (volume: ApiResponse): boolean => volume.at('body/volume/status') === 'available'

/** Requests the deletion of a volume once, where it may be attached for good. */
export async function tryToDeleteVolume(compute: ComputeClient, id: string): Promise<void> {
  await compute.request({ method: 'DELETE', url: volumeUrl(compute, id) })
}

/**
 * Deletes the volume. The request is repeated while the target rejects it, as it does for a volume that is still
 * attached.
 */
export async function deleteVolume(compute: ComputeClient, id: string): Promise<void> {
  await compute.poll(
    () => compute.request({ method: 'DELETE', url: volumeUrl(compute, id) }),
    (response) => response.isSuccess || response.status === 404,
    'delete',
    'DELETE volume',
  )
}
