import type { SeedManifest } from './config.ts'
import type { SeedOptions } from './options.ts'
import type { User } from './state/accounts.ts'
import { cidrOf } from './state/addresses.ts'
import type { CloudState } from './state/cloud-state.ts'
import { defaultFamilies, type Flavor } from './state/flavors.ts'
import { seedImages } from './state/images.ts'
import type { Subnet } from './state/networks.ts'
import { defaultVolumeType, type Volume } from './state/volumes.ts'
import { createServers } from './transitions/create-servers.ts'

/** Age of the seeded resources, in milliseconds. */
const age = 24 * 60 * 60 * 1000

/** Reserved for documentation (RFC 5737), so these addresses reach no real host. */
const publicAddresses = '203.0.113.0/24'

/** A security group besides `default`. */
const extraGroup = 'web'

/** Fills an empty cloud for both tenants. */
export function seedCloud(cloud: CloudState, seed: SeedOptions): SeedManifest {
  const { conformance, other } = cloud.accounts
  const past = cloud.clock.now() - age
  const images = seedImages(cloud.images, cloud.random, past, seed.images)
  const [subnet, otherSubnet] = seedNetworks(
    cloud,
    conformance,
    seed.networkNames ?? ['Default Network', 'Data Network'],
  )
  seedNetworks(cloud, other, ['Default Network'])
  cloud.networking.addNetwork(cloud.random.hex(32), 'Public Network', publicAddresses, true)
  cloud.networking.security.add(conformance.tenant.id, extraGroup, 'Web servers')
  const spare = addVolume(cloud, conformance, { name: 'spare', createdAt: past })
  addVolume(cloud, conformance, { name: 'another spare', createdAt: past })
  addVolume(cloud, other, { name: 'spare', createdAt: past })
  const snapshot = addVolumeSnapshot(cloud, spare, past)
  const [flavor, resizeFlavor] = flavorsOf(cloud, seed.flavorFamilies?.[0] ?? defaultFamilies[0])
  const [localFlavor] = flavorsOf(cloud, 'u2')
  const server = { flavor: localFlavor, imageId: images.linux.id, subnet }
  for (let number = 1; number <= (seed.existingServers ?? 0); number++) {
    addServer(cloud, conformance, { ...server, name: `existing-${number}`, createdAt: past })
  }
  const bootable = addVolume(cloud, conformance, { name: 'bootable', createdAt: past, bootable: true })
  return {
    token: cloud.accounts.issue(conformance).text,
    otherToken: cloud.accounts.issue(other).text,
    resources: {
      image: images.linux.id,
      windowsImage: images.windows.id,
      flavor: flavor.id,
      resizeFlavor: resizeFlavor.id,
      localFlavor: localFlavor.id,
      network: subnet.networkId,
      subnet: subnet.id,
      ...(otherSubnet && { otherNetwork: otherSubnet.networkId }),
      securityGroup: extraGroup,
      volume: spare.id,
      bootableVolume: bootable.id,
      snapshot,
      availabilityZone: cloud.zones[0],
    },
  }
}

/** Fills the cloud that replaces an earlier one, and keeps the tokens of the earlier manifest valid. */
export function reseedCloud(cloud: CloudState, seed: SeedOptions, earlier: SeedManifest): SeedManifest {
  const manifest = seedCloud(cloud, seed)
  for (const token of cloud.accounts.tokens) cloud.accounts.revoke(token)
  cloud.accounts.issue(cloud.accounts.conformance, earlier.token)
  cloud.accounts.issue(cloud.accounts.other, earlier.otherToken)
  return { ...manifest, token: earlier.token, otherToken: earlier.otherToken }
}

/** Adds a tenant's networks, each with its own addresses, and its default security group. */
function seedNetworks(cloud: CloudState, user: User, names: readonly string[]): [Subnet, ...Subnet[]] {
  cloud.networking.security.add(user.tenant.id, 'default', 'Default security group')
  const [first = 'Default Network', ...rest] = names
  const add = (name: string, number: number) => cloud.networking.addNetwork(user.tenant.id, name, cidrOf(number))
  return [add(first, 0), ...rest.map((name, index) => add(name, index + 1))]
}

/** Adds a volume: an empty one of 10 GB, or a bootable one of 20 GB. */
function addVolume(
  cloud: CloudState,
  user: User,
  {
    name,
    createdAt,
    bootable = false,
  }: { readonly name: string; readonly createdAt: number; readonly bootable?: boolean },
): Volume {
  const volume: Volume = {
    id: cloud.random.uuid(),
    tenantId: user.tenant.id,
    userId: user.id,
    name,
    description: null,
    size: bootable ? 20 : 10,
    status: 'available',
    zone: cloud.zones[0],
    type: defaultVolumeType,
    bootable,
    snapshotId: null,
    createdAt,
    updatedAt: createdAt,
    metadata: {},
    attachment: undefined,
  }
  cloud.volumes.set(volume.id, volume)
  return volume
}

function addVolumeSnapshot(cloud: CloudState, { id: volumeId, tenantId }: Volume, createdAt: number): string {
  const id = cloud.random.uuid()
  cloud.volumeSnapshots.set(id, { id, tenantId, name: 'base', size: 20, volumeId, createdAt })
  return id
}

/**
 * Returns the two smallest flavors of a family, except volume-backed ones with too little memory for the Windows image.
 * @throws RangeError for a family with fewer
 */
function flavorsOf(cloud: CloudState, family: string): [Flavor, Flavor] {
  const [smallest, next] = cloud.flavors
    .filter(({ name, ram, disk }) => name.startsWith(`${family}.`) && (ram >= 2048 || disk > 0))
    .sort((left, right) => left.ram - right.ram)
  if (smallest === undefined || next === undefined) throw new RangeError(`flavor family ${family} has too few sizes`)
  return [smallest, next]
}

interface SeededServer {
  readonly name: string
  readonly flavor: Flavor
  readonly imageId: string
  readonly subnet: Subnet
  readonly createdAt: number
}

/** Adds a server whose creation began in the past, so the first request finds it ACTIVE. */
function addServer(cloud: CloudState, user: User, { name, flavor, imageId, subnet, createdAt }: SeededServer): void {
  const server = {
    name,
    flavor,
    imageId,
    keyName: null,
    metadata: {},
    zone: undefined,
    diskConfig: 'MANUAL',
    hasConfigDrive: false,
    accessIPv4: '',
    accessIPv6: '',
    groups: cloud.networking.security.find(user.tenant.id, 'default'),
    nics: [{ subnet, address: undefined }],
    volumes: [],
    count: 1,
  } as const
  createServers(cloud, user, server, createdAt)
}
