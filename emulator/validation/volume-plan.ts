import { badRequest } from '../server/errors.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { type Flavor, isLocal } from '../state/flavors.ts'
import type { Image } from '../state/images.ts'
import type { VolumePlan } from '../transitions/create-servers.ts'
import { type BlockDevice, checkBootSequence } from './block-devices.ts'
import type { CreateRequest } from './server-create.ts'
import { planVolume } from './volumes.ts'

/**
 * The volumes of a create request; a root disk on the host is none.
 * @throws ApiError 400 for a missing mapping, a broken boot sequence, and what is refused of a single device.
 */
export function planVolumes(
  cloud: CloudState,
  tenantId: string,
  flavor: Flavor,
  image: Image | undefined,
  request: CreateRequest,
  devices: readonly BlockDevice[],
): readonly VolumePlan[] {
  if (devices.length === 0) {
    const mayOmit = isLocal(flavor) || cloud.faults.has('create-block-device-optional')
    if (!mayOmit) throw badRequest('Missing Block Device Mapping attribute')
    return image === undefined ? [] : localRoot(cloud, tenantId, image)
  }
  // The document's second example: the image on the host's own disk, and extra volumes beside it.
  const hasImplicitRoot = isLocal(flavor) && image !== undefined && devices.every(({ bootIndex }) => bootIndex !== 0)
  if (hasImplicitRoot) checkBootSequence([implicitRoot(image), ...devices])
  else checkBootSequence(devices)
  const planned = devices.flatMap((device) => {
    const isRoot = device.bootIndex === 0
    if (device.destination === 'volume') return [planVolume(cloud, tenantId, device, isRoot)]
    checkLocal(flavor, request, device)
    return image === undefined ? [] : localRoot(cloud, tenantId, image)
  })
  if (request.count > 1 && planned.some(({ source }) => 'volume' in source)) {
    throw badRequest('Several servers cannot share one volume.')
  }
  return cloud.faults.has('create-data-volume-lost') ? planned.filter(({ isRoot }) => isRoot) : planned
}

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

/** Only the root disk of a u2 server is on the host, and it holds the image that the request names. */
function checkLocal(flavor: Flavor, request: CreateRequest, device: BlockDevice): void {
  if (!isLocal(flavor)) throw badRequest(`Flavor ${flavor.name} has no disk on the host; its devices are volumes.`)
  const isRootImage = device.bootIndex === 0 && device.source === 'image' && device.sourceId === request.imageRef
  if (!isRootImage) throw badRequest('Block Device Mapping is invalid: only the image of imageRef can be a local disk.')
}

/** A root disk on the host is no volume, unless a fault makes it one. */
function localRoot(cloud: CloudState, tenantId: string, image: Image): readonly VolumePlan[] {
  if (!cloud.faults.has('create-local-root-as-volume')) return []
  return [planVolume(cloud, tenantId, { ...implicitRoot(image), size: image.minDisk }, true)]
}
