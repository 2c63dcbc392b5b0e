import { defineHook } from '../fault-injection/hooks.ts'
import { badRequest } from '../server/errors.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { type Image, isWindows } from '../state/images.ts'
import { defaultVolumeType } from '../state/volumes.ts'
import type { VolumePlan } from '../transitions/create-servers.ts'
import type { BlockDevice } from './block-devices.ts'

/** The document's bounds for a root disk, in GB. Its 1 TB is taken for 1024 GB. */
const smallestRoot = { linux: 10, windows: 50 }
const largestRoot = 1024

/** Returns an image that the tenant may use. */
export function findImage(cloud: CloudState, tenantId: string, id: string): Image | undefined {
  const image = cloud.images.get(id)
  return image !== undefined && (image.tenantId ?? tenantId) === tenantId ? image : undefined
}

/**
 * Plans the volume of a device with the destination `volume`.
 * @throws ApiError 400 for an unknown source or a missing or invalid size.
 */
export const planVolume = defineHook(
  'volumes.plan',
  (cloud: CloudState, tenantId: string, device: BlockDevice, isRoot: boolean): VolumePlan => {
    const { deleteOnTermination } = device
    return { isRoot, deleteOnTermination, source: sourceOf(cloud, tenantId, device, isRoot) }
  },
)

function sourceOf(cloud: CloudState, tenantId: string, device: BlockDevice, isRoot: boolean): VolumePlan['source'] {
  const type = device.volumeType ?? defaultVolumeType
  switch (device.source) {
    case 'volume':
      return { volume: existingVolume(cloud, tenantId, device.sourceId, isRoot) }
    case 'snapshot': {
      const snapshot = cloud.volumeSnapshots.get(device.sourceId)
      if (snapshot === undefined || snapshot.tenantId !== tenantId) {
        throw badRequest(`Block Device Mapping is invalid: there is no snapshot ${device.sourceId}.`)
      }
      const size = device.size ?? snapshot.size
      if (size < snapshot.size) throw badRequest(`A volume of this snapshot needs at least ${snapshot.size} GB.`)
      return { fresh: { size, bootable: isRoot, type, snapshotId: snapshot.id, metadata: {} } }
    }
    case 'image': {
      const image = findImage(cloud, tenantId, device.sourceId)
      if (image === undefined)
        throw badRequest(`Block Device Mapping is invalid: there is no image ${device.sourceId}.`)
      const size = requireSize(device)
      if (isRoot) checkRootSize(cloud, image, size)
      return { fresh: { size, bootable: true, type, snapshotId: null, metadata: {} } }
    }
    case 'blank':
      if (isRoot) throw badRequest('Block Device Mapping is invalid: a blank volume cannot be booted from.')
      return { fresh: { size: requireSize(device), bootable: false, type, snapshotId: null, metadata: {} } }
  }
}

function requireSize(device: BlockDevice): number {
  if (device.size === undefined) throw badRequest(`A volume from ${device.source} needs a volume_size.`)
  return device.size
}

function existingVolume(cloud: CloudState, tenantId: string, id: string, isRoot: boolean) {
  const volume = cloud.volumes.get(id)
  if (volume === undefined || volume.tenantId !== tenantId) {
    throw badRequest(`Block Device Mapping is invalid: there is no volume ${id}.`)
  }
  if (volume.status !== 'available') throw badRequest(`Volume ${id} is ${volume.status}, not available.`)
  if (isRoot && !volume.bootable) throw badRequest(`Block Device Mapping is invalid: volume ${id} is not bootable.`)
  return volume
}

/** Returns the bounds for a root disk with an image, in GB: those of the document, and the minimum of the image. */
export const rootSizeBounds = defineHook(
  'volumes.rootSizeBounds',
  (_cloud: CloudState, image: Image): { readonly least: number; readonly most: number } => ({
    least: Math.max(isWindows(image) ? smallestRoot.windows : smallestRoot.linux, image.minDisk),
    most: largestRoot,
  }),
)

/** Checks the size of a root volume. @throws ApiError 400 */
function checkRootSize(cloud: CloudState, image: Image, size: number): void {
  const { least, most } = rootSizeBounds(cloud, image)
  if (size < least) throw badRequest(`The root disk is too small: image ${image.id} needs at least ${least} GB.`)
  if (size > most) throw badRequest(`The root disk is too large: at most ${most} GB.`)
}
