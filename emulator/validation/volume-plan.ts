import { defineHook } from '../fault-injection/hooks.ts'
import { badRequest } from '../server/errors.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { type Flavor, isLocal } from '../state/flavors.ts'
import type { Image } from '../state/images.ts'
import type { VolumePlan } from '../transitions/create-servers.ts'
import { type BlockDevice, checkBootSequence } from './block-devices.ts'
import type { CreateRequest } from './server-create.ts'
import { planVolume } from './volumes.ts'

/** Tells whether a request without block devices is valid: only a u2 flavor has a local disk. */
export const mayOmitBlockDevices = defineHook(
  'volumes.mayOmitBlockDevices',
  (_cloud: CloudState, flavor: Flavor): boolean => isLocal(flavor),
)

/** A create request with its flavor, image and block devices. */
interface VolumeRequest {
  readonly tenantId: string
  readonly flavor: Flavor
  readonly image: Image | undefined
  readonly request: CreateRequest
  readonly devices: readonly BlockDevice[]
}

/**
 * Returns the volumes of a create request. A root disk on the host is not a volume.
 * @throws ApiError 400 for a missing mapping, a broken boot sequence or an invalid device.
 */
export function planVolumes(
  cloud: CloudState,
  { tenantId, flavor, image, request, devices }: VolumeRequest,
): readonly VolumePlan[] {
  if (devices.length === 0) {
    if (!mayOmitBlockDevices(cloud, flavor)) throw badRequest('Missing Block Device Mapping attribute')
    return []
  }
  // The second example of the document: the image on the host's own disk, and additional volumes.
  const hasImplicitRoot = isLocal(flavor) && image !== undefined && devices.every(({ bootIndex }) => bootIndex !== 0)
  if (hasImplicitRoot) checkBootSequence([implicitRoot(image), ...devices])
  else checkBootSequence(devices)
  const planned = devices.flatMap((device) => {
    const isRoot = device.bootIndex === 0
    if (device.destination === 'volume') return [planVolume(cloud, tenantId, device, isRoot)]
    checkLocal(flavor, request, device)
    return []
  })
  if (request.count > 1 && planned.some(({ source }) => 'volume' in source)) {
    throw badRequest('Several servers cannot share one volume.')
  }
  return planned
}

/** Returns the root disk on the host that a request does not mention. */
function implicitRoot(image: Image): BlockDevice {
  return {
    source: 'image',
    destination: 'local',
    bootIndex: 0,
    sourceId: image.id,
    size: undefined,
    deleteOnTermination: true,
    volumeType: undefined,
  }
}

/**
 * Checks a block device on the host.
 * @throws ApiError 400 unless the device is the root disk of a u2 server with the image of the request.
 */
function checkLocal(flavor: Flavor, request: CreateRequest, device: BlockDevice): void {
  if (!isLocal(flavor)) throw badRequest(`Flavor ${flavor.name} has no disk on the host; its devices are volumes.`)
  const isRootImage = device.bootIndex === 0 && device.source === 'image' && device.sourceId === request.imageRef
  if (!isRootImage) throw badRequest('Block Device Mapping is invalid: only the image of imageRef can be a local disk.')
}
