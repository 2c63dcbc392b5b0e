import { badRequest } from '../server/errors.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { type Image, isWindows } from '../state/images.ts'
import { defaultVolumeType } from '../state/volumes.ts'
import type { VolumePlan } from '../transitions/create-servers.ts'
import type { BlockDevice } from './block-devices.ts'

/** The document's bounds for a root disk, in GB; its 1 TB is read as 1024 GB. */
const smallestRoot = { linux: 10, windows: 50 }
const largestRoot = 1024

/** Which image a device starts from, if it starts from one that the tenant may use. */
export function findImage(cloud: CloudState, tenantId: string, id: string): Image | undefined {
  const image = cloud.images.get(id)
  return image !== undefined && (image.tenantId ?? tenantId) === tenantId ? image : undefined
}

/**
 * What a device with destination `volume` will be.
 * @throws ApiError 400 for an unknown source, a missing or impossible size.
 */
export function planVolume(cloud: CloudState, tenantId: string, device: BlockDevice, isRoot: boolean): VolumePlan {
  const { deleteOnTermination } = device
  return { isRoot, deleteOnTermination, source: sourceOf(cloud, tenantId, device, isRoot) }
}

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
      const madeSize = cloud.faults.has('create-volume-size-ignored') ? size + 1 : size
      return { fresh: { size: madeSize, bootable: true, type, snapshotId: null, metadata: {} } }
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

/** @throws ApiError 400 outside of the document's bounds or below what the image asks for. */
function checkRootSize(cloud: CloudState, image: Image, size: number): void {
  const { faults } = cloud
  const isSmallAllowed = faults.has(
    isWindows(image) ? 'create-windows-disk-unchecked' : 'create-root-minimum-unchecked',
  )
  const least = Math.max(isWindows(image) ? smallestRoot.windows : smallestRoot.linux, image.minDisk)
  if (size < least && !isSmallAllowed)
    throw badRequest(`The root disk is too small: image ${image.id} needs at least ${least} GB.`)
  const largest = faults.has('create-root-maximum-doubled') ? 4 * largestRoot : largestRoot
  if (size > largest && !faults.has('create-root-maximum-unchecked'))
    throw badRequest(`The root disk is too large: at most ${largestRoot} GB.`)
}
