import { defineHook } from '../fault-injection/hooks.ts'
import { badRequest } from '../server/errors.ts'
import type { User } from '../state/accounts.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Image } from '../state/images.ts'
import type { ServerPlan, VolumePlan } from '../transitions/create-servers.ts'
import { type BlockDevice, readBlockDevice } from './block-devices.ts'
import { isUuid } from './fields.ts'
import { checkImage } from './image-rules.ts'
import { resolveGroups, resolveNics } from './interfaces.ts'
import type { CreateRequest } from './server-create.ts'
import { planVolumes } from './volume-plan.ts'
import { findImage } from './volumes.ts'

/**
 * Resolves the references of a create request and checks them against the rules of the vendor.
 * @throws ApiError 400 (unknown reference, broken rule), 409 (port in use, ambiguous group)
 */
export const planServer = defineHook(
  'servers.plan',
  (cloud: CloudState, user: User, request: CreateRequest): ServerPlan => resolvePlan(cloud, user, request),
)

function resolvePlan(cloud: CloudState, user: User, request: CreateRequest): ServerPlan {
  const tenantId = user.tenant.id
  const flavor = cloud.flavors.find(({ id }) => id === request.flavorRef)
  if (flavor === undefined) throw badRequest(`Flavor ${request.flavorRef} could not be found.`)
  const image = resolveImage(cloud, tenantId, request)
  checkKey(cloud, user, request.keyName)
  if (request.zone !== undefined && !cloud.zones.includes(request.zone)) {
    throw badRequest('The requested availability zone is not available')
  }
  const groups = resolveGroups(cloud, tenantId, request.groupNames)
  const devices = (request.blockDevices ?? []).map(readBlockDevice)
  const volumes = planVolumes(cloud, { tenantId, flavor, image, request, devices })
  const rootImage = rootImageOf(cloud, tenantId, devices) ?? image
  if (rootImage !== undefined) checkImage(cloud, rootImage, flavor, request.name)
  const nics = resolveNics(cloud, tenantId, request.networks, request.count)
  return {
    name: request.name,
    flavor,
    imageId: request.imageRef,
    keyName: request.keyName,
    metadata: describeServer(request, rootImage, volumes),
    zone: request.zone,
    diskConfig: request.diskConfig,
    hasConfigDrive: request.hasConfigDrive,
    accessIPv4: request.accessIPv4,
    accessIPv6: request.accessIPv6,
    groups,
    nics,
    volumes,
    count: request.count,
  }
}

function resolveImage(cloud: CloudState, tenantId: string, request: CreateRequest): Image | undefined {
  if (request.imageRef === '') {
    if (request.blockDevices === undefined) throw badRequest('Missing imageRef attribute')
    return undefined
  }
  if (!isUuid(request.imageRef)) throw badRequest(`imageRef is not a UUID: ${request.imageRef.slice(0, 80)}`)
  const image = findImage(cloud, tenantId, request.imageRef)
  if (image === undefined) throw badRequest('Can not find requested image')
  if (image.status !== 'active') throw badRequest(`Image ${image.id} is not active.`)
  return image
}

function checkKey(cloud: CloudState, user: User, keyName: string | null): void {
  if (keyName !== null && cloud.keypairs.find(user.id, keyName) === undefined) {
    throw badRequest('Invalid key_name provided.')
  }
}

function rootImageOf(cloud: CloudState, tenantId: string, devices: readonly BlockDevice[]): Image | undefined {
  const root = devices.find(({ bootIndex }) => bootIndex === 0)
  return root?.source === 'image' ? findImage(cloud, tenantId, root.sourceId) : undefined
}

/**
 * Returns the metadata of a server: the service adds the properties of the image and never replaces the client's own
 * pairs.
 */
function describeServer(
  request: CreateRequest,
  image: Image | undefined,
  volumes: readonly VolumePlan[],
): Record<string, string> {
  const source = volumes.find(({ isRoot }) => isRoot)?.source
  const size = source && ('fresh' in source ? source.fresh : source.volume).size
  return {
    ...(image === undefined ? {} : { ...image.properties, image_name: image.name }),
    ...(size === undefined ? {} : { volume_size: String(size) }),
    ...request.metadata,
  }
}
