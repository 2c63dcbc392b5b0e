import { forbidden } from '../errors.ts'
import { selfAndBookmark } from '../links.ts'
import type { Call, Operation } from '../operation.ts'
import { queryValue } from '../paging.ts'
import { type JsonObject, ok } from '../reply.ts'
import { addressesOf, groupNamesOf } from '../representation/server.ts'
import type { Image } from '../state/images.ts'
import type { SecurityGroup } from '../state/networks.ts'
import { inMicroseconds, inSeconds } from '../timestamps.ts'
import { findVisibleImage, visibleImages } from './images.ts'
import { findServer } from './server-lookup.ts'
import { ownVolumes } from './volumes.ts'

function imageDetail({ place }: Call, image: Image): JsonObject {
  return {
    id: image.id,
    name: image.name,
    status: image.status === 'active' ? 'ACTIVE' : 'SAVING',
    progress: image.status === 'active' ? 100 : 25,
    minDisk: image.minDisk,
    minRam: image.minRam,
    metadata: image.properties,
    created: inSeconds(image.createdAt),
    updated: inSeconds(image.updatedAt),
    links: selfAndBookmark(place, 'images', image.id),
  }
}

/** Older clients find an image by its exact name. */
function namedImages(call: Call): Image[] {
  const wanted = queryValue(call.query, 'name')
  return visibleImages(call).filter(({ name }) => name === (wanted ?? name))
}

function group({ id, name, description, tenantId }: SecurityGroup): JsonObject {
  return { id, name, description, tenant_id: tenantId, rules: [] }
}

function listNetworks({ world, user }: Call): JsonObject[] {
  const own = [...world.networking.networks.values()].filter(({ tenantId }) => tenantId === user.tenant.id)
  return own.map(({ id, name }) => ({ id, label: name, cidr: null }))
}

function listVolumes(call: Call): JsonObject[] {
  return ownVolumes(call).map((volume) => ({
    id: volume.id,
    displayName: volume.name,
    displayDescription: null,
    size: volume.size,
    status: volume.status,
    availabilityZone: volume.zone,
    volumeType: volume.type,
    snapshotId: volume.snapshotId,
    metadata: volume.metadata,
    createdAt: inMicroseconds(volume.createdAt),
    attachments:
      volume.attachment === undefined ? [{}] : [{ ...volume.attachment, at: undefined, volumeId: volume.id }],
  }))
}

function listGroups({ world, user }: Call): JsonObject[] {
  return [...world.networking.groups.values()].filter(({ tenantId }) => tenantId === user.tenant.id).map(group)
}

function serverGroups(call: Call): JsonObject[] {
  const server = findServer(call)
  const names = groupNamesOf(call.world, server)
  return listGroups(call).filter(({ name }) => names.some((candidate) => candidate === name))
}

function interfaces(call: Call): JsonObject[] {
  return call.world.networking.portsOf(findServer(call).id).map((port) => ({
    port_id: port.id,
    net_id: port.networkId,
    mac_addr: port.mac,
    port_state: 'ACTIVE',
    fixed_ips: [{ subnet_id: port.subnetId, ip_address: port.address }],
  }))
}

function limits({ world, user }: Call): JsonObject {
  const alive = world.servers.of(user.tenant.id).filter(({ vmState }) => vmState !== 'deleted')
  const sum = (count: (index: (typeof alive)[number]) => number) =>
    alive.reduce((total, server) => total + count(server), 0)
  return {
    rate: [],
    absolute: {
      maxTotalInstances: -1,
      maxTotalCores: -1,
      maxTotalRAMSize: -1,
      maxTotalKeypairs: -1,
      maxServerMeta: 128,
      maxImageMeta: 128,
      maxPersonality: 5,
      maxPersonalitySize: 65_535,
      totalInstancesUsed: alive.length,
      totalCoresUsed: sum(({ flavor }) => flavor.vcpus),
      totalRAMUsed: sum(({ flavor }) => flavor.ram),
    },
  }
}

/** The extensions whose keys are part of the representations here. */
const extensions: readonly (readonly [alias: string, name: string])[] = [
  ['OS-DCF', 'DiskConfig'],
  ['OS-EXT-AZ', 'ExtendedAvailabilityZone'],
  ['OS-EXT-IPS-MAC', 'ExtendedIpsMac'],
  ['OS-EXT-STS', 'ExtendedStatus'],
  ['OS-SRV-USG', 'ServerUsage'],
  ['os-availability-zone', 'AvailabilityZone'],
  ['os-extended-volumes', 'ExtendedVolumes'],
  ['os-keypairs', 'Keypairs'],
  ['os-security-groups', 'SecurityGroups'],
  ['os-volumes', 'Volumes'],
]

const extension = ([alias, name]: readonly [string, string]): JsonObject => ({
  alias,
  name,
  description: name,
  links: [],
  updated: '2014-12-03T00:00:00Z',
})

const get = (name: string, path: string, answer: (call: Call) => JsonObject): Operation => ({
  name,
  method: 'GET',
  path,
  handle: (call) => ok(answer(call)),
})

/** What older clients ask Compute for, though other services own it, and Nova's own small lists. */
export const proxyOperations: readonly Operation[] = [
  get('proxies.images', '/images', (call) => ({
    images: namedImages(call).map(({ id, name }) => ({ id, name, links: selfAndBookmark(call.place, 'images', id) })),
  })),
  get('proxies.images.detail', '/images/detail', (call) => ({
    images: namedImages(call).map((image) => imageDetail(call, image)),
  })),
  get('proxies.images.show', '/images/:image', (call) => ({ image: imageDetail(call, findVisibleImage(call)) })),
  get('proxies.networks', '/os-networks', (call) => ({ networks: listNetworks(call) })),
  get('proxies.volumes', '/os-volumes', (call) => ({ volumes: listVolumes(call) })),
  get('proxies.groups', '/os-security-groups', (call) => ({ security_groups: listGroups(call) })),
  get('servers.addresses', '/servers/:server/ips', (call) => ({
    addresses: addressesOf(call.world, findServer(call), () => ({})),
  })),
  get('servers.metadata', '/servers/:server/metadata', (call) => ({ metadata: findServer(call).metadata })),
  get('servers.interfaces', '/servers/:server/os-interface', (call) => ({ interfaceAttachments: interfaces(call) })),
  get('servers.groups', '/servers/:server/os-security-groups', (call) => ({ security_groups: serverGroups(call) })),
  get('limits.show', '/limits', (call) => ({ limits: limits(call) })),
  get('extensions.list', '/extensions', () => ({ extensions: extensions.map(extension) })),
  get('hypervisors.list', '/os-hypervisors', () => {
    throw forbidden('Only an administrator may list the hypervisors.')
  }),
]
