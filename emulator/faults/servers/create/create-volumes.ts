import { isLocal } from '../../../state/flavors.ts'
import { type Image, isWindows } from '../../../state/images.ts'
import { survivesServer } from '../../../transitions/devices.ts'
import { type BlockDevice, sourceTypes } from '../../../validation/block-devices.ts'
import type { CreateRequest } from '../../../validation/server-create.ts'
import { planServer } from '../../../validation/server-plan.ts'
import { findImage, planVolume, rootSizeBounds } from '../../../validation/volumes.ts'
import { defineFault } from '../../define-fault.ts'
import { fixed } from '../../edits.ts'
import { hasEntry, readDevicesAsIf, rejectServerIf } from './create-request-edits.ts'

const isSourceType = (type: unknown): boolean => sourceTypes.some((sourceType) => sourceType === type)

/** Tells whether a request has a root disk on the host, explicitly or because it has no block devices. */
function asksForLocalRoot({ blockDevices }: CreateRequest): boolean {
  return blockDevices === undefined || blockDevices.some(({ destination_type: type }) => type === 'local')
}

/** Returns a volume of the size that an image needs. */
function rootVolume(image: Image): BlockDevice {
  return {
    source: 'image',
    destination: 'volume',
    bootIndex: 0,
    sourceId: image.id,
    size: image.minDisk,
    deleteOnTermination: true,
    volumeType: undefined,
  }
}

/** Faults of the block devices of a create request, and of the volumes that it creates. */
export const createVolumeFaults = [
  defineFault(
    'create-image-volume-refused',
    'servers.create.block-device-mapping',
    'A create request with block devices is rejected.',
    rejectServerIf((server) => 'block_device_mapping_v2' in server),
  ),
  defineFault(
    'create-device-name-refused',
    'servers.create.device-name',
    'A block device with a device name is rejected.',
    rejectServerIf(({ block_device_mapping_v2: devices }) => hasEntry(devices, (device) => 'device_name' in device)),
  ),
  defineFault(
    'create-source-type-unchecked',
    'servers.create.source-type',
    'An unknown source type is taken for image.',
    readDevicesAsIf(({ source_type: type }) => !isSourceType(type), fixed('source_type', 'image')),
  ),
  defineFault(
    'create-destination-type-unchecked',
    'servers.create.destination-type',
    'An unknown destination type is taken for volume.',
    readDevicesAsIf(({ destination_type: type }) => type !== 'local', fixed('destination_type', 'volume')),
  ),
  defineFault(
    'create-block-device-uuid-optional',
    'servers.create.block-device-uuid',
    'A block device from an image without a uuid is accepted.',
    readDevicesAsIf(
      ({ source_type: type, uuid }) => type === 'image' && uuid === undefined,
      (device, { images }) => ({ ...device, uuid: [...images.keys()][0] }),
    ),
  ),
  defineFault(
    'create-root-minimum-unchecked',
    'servers.create.root-disk-minimum',
    'A root disk may be of any small size.',
    rootSizeBounds.overrideWhen(
      (_cloud, image) => !isWindows(image),
      (original, cloud, image) => ({ ...original(cloud, image), least: 0 }),
    ),
  ),
  defineFault(
    'create-windows-disk-unchecked',
    'servers.create.windows-disk',
    'The root disk of a Windows server may be of any small size.',
    rootSizeBounds.overrideWhen(
      (_cloud, image) => isWindows(image),
      (original, cloud, image) => ({ ...original(cloud, image), least: 0 }),
    ),
  ),
  defineFault(
    'create-root-maximum-unchecked',
    'servers.create.root-disk-maximum',
    'A root disk may be of any large size.',
    rootSizeBounds.override((original, cloud, image) => ({
      ...original(cloud, image),
      most: Number.POSITIVE_INFINITY,
    })),
  ),
  defineFault(
    'create-root-maximum-doubled',
    'servers.create.root-disk-maximum',
    'A root disk may have 4 TB.',
    rootSizeBounds.override((original, cloud, image) => ({ ...original(cloud, image), most: 4096 })),
  ),
  defineFault(
    'create-data-volume-lost',
    'servers.create.blank-volume',
    'Volumes besides the root disk are not created.',
    planServer.override((original, cloud, user, request) => {
      const plan = original(cloud, user, request)
      return { ...plan, volumes: plan.volumes.filter(({ isRoot }) => isRoot) }
    }),
  ),
  defineFault(
    'create-root-volume-as-local',
    'servers.create.destination-volume',
    'A root disk that is requested as a volume is on the host.',
    planServer.override((original, cloud, user, request) => {
      const plan = original(cloud, user, request)
      return { ...plan, volumes: plan.volumes.filter(({ isRoot }) => !isRoot) }
    }),
  ),
  defineFault(
    'create-local-root-as-volume',
    'servers.create.destination-local',
    'A root disk on the host is a volume.',
    planServer.override((original, cloud, user, request) => {
      const plan = original(cloud, user, request)
      const image = findImage(cloud, user.tenant.id, request.imageRef)
      if (image === undefined || !isLocal(plan.flavor) || !asksForLocalRoot(request)) return plan
      return { ...plan, volumes: [planVolume(cloud, user.tenant.id, rootVolume(image), true), ...plan.volumes] }
    }),
  ),
  defineFault(
    'create-volume-size-ignored',
    'servers.create.volume-size',
    'A volume from an image is 1 GB larger than the request says.',
    planVolume.overrideWhen(
      (_cloud, _tenantId, { source }) => source === 'image',
      (original, cloud, tenantId, device, isRoot) => {
        const { source, ...plan } = original(cloud, tenantId, device, isRoot)
        if ('volume' in source) return { source, ...plan }
        return { ...plan, source: { fresh: { ...source.fresh, size: source.fresh.size + 1 } } }
      },
    ),
  ),
  defineFault(
    'create-volume-kept',
    'servers.create.delete-on-termination',
    'Volumes that should be deleted with their server are kept.',
    survivesServer.overrideWhen(
      (_cloud, { deleteOnTermination }) => deleteOnTermination,
      () => true,
    ),
  ),
  defineFault(
    'create-volume-lost',
    'servers.create.delete-on-termination',
    'Volumes that should outlive their server are deleted with it.',
    survivesServer.overrideWhen(
      (_cloud, { deleteOnTermination }) => !deleteOnTermination,
      () => false,
    ),
  ),
]
