import type { EmulatorConfig, SeedManifest, SeedOptions } from './options.ts'
import type { User } from './state/accounts.ts'
import { cidrOf } from './state/addresses.ts'
import type { CloudState } from './state/cloud-state.ts'
import { defaultFamilies, type Flavor } from './state/flavors.ts'
import { seedImages } from './state/images.ts'
import type { Network, Subnet } from './state/networks.ts'
import { defaultVolumeType, type Volume } from './state/volumes.ts'
import { createServers } from './transitions/create-servers.ts'

/** How long ago the seeded things were made. */
const age = 24 * 60 * 60 * 1000

/** Set aside for documentation (RFC 5737): nobody is reached by them. */
const publicAddresses = '203.0.113.0/24'

/** The group that servers can have beside `default`. */
const extraGroup = 'web'

/** Furnishes an empty cloud for both tenants, and says what there is to work with. */
export function seedCloud(cloud: CloudState, seed: SeedOptions): SeedManifest {
  const { conformance, other } = cloud.accounts
  const past = cloud.clock.now() - age
  const images = seedImages(cloud.images, cloud.random, past, seed.images)
  const [subnet] = furnishNetworks(cloud, conformance, seed.networkNames ?? ['Default Network', 'Data Network'])
  furnishNetworks(cloud, other, ['Default Network'])
  cloud.networking.addNetwork(cloud.random.hex(32), 'Public Network', publicAddresses, true)
  cloud.networking.security.add(conformance.tenant.id, extraGroup, 'Web servers')
  const spare = addVolume(cloud, conformance, 'spare', past)
  addVolume(cloud, conformance, 'another spare', past)
  addVolume(cloud, other, 'spare', past)
  const snapshot = {
    id: cloud.random.uuid(),
    tenantId: conformance.tenant.id,
    name: 'base',
    size: 20,
    volumeId: spare.id,
  }
  cloud.volumeSnapshots.set(snapshot.id, { ...snapshot, createdAt: past })
  const family = seed.flavorFamilies?.[0] ?? defaultFamilies[0]
  const [flavor, resizeFlavor] = flavorsOf(cloud, family)
  const [localFlavor] = flavorsOf(cloud, 'u2')
  bootExisting(cloud, conformance, seed.existingServers ?? 0, {
    flavor: localFlavor,
    imageId: images.linux.id,
    subnet,
    past,
  })
  return {
    token: cloud.accounts.issue(conformance).text,
    otherToken: cloud.accounts.issue(other).text,
    resources: {
      image: images.linux.id,
      windowsImage: images.windows.id,
      flavor: flavor.id,
      resizeFlavor: resizeFlavor.id,
      localFlavor: localFlavor.id,
      network: subnet.networkId satisfies Network['id'],
      subnet: subnet.id,
      securityGroup: extraGroup,
      volume: spare.id,
      availabilityZone: cloud.zones[0],
    },
  }
}

/** Furnishes the cloud that follows an earlier one, whose clients keep the tokens they were told to use. */
export function reseedCloud(cloud: CloudState, seed: SeedOptions, earlier: SeedManifest): SeedManifest {
  const manifest = seedCloud(cloud, seed)
  for (const token of cloud.accounts.tokens) cloud.accounts.revoke(token)
  cloud.accounts.issue(cloud.accounts.conformance, earlier.token)
  cloud.accounts.issue(cloud.accounts.other, earlier.otherToken)
  return { ...manifest, token: earlier.token, otherToken: earlier.otherToken }
}

/** The same in the form of the project's config file, for an emulator at `url`. */
export function configOf({ accounts }: CloudState, manifest: SeedManifest, url: string): EmulatorConfig {
  const tenant = accounts.conformance.tenant.id
  return {
    target: { url, tenant, profile: 'toast' },
    auth: { token: manifest.token },
    other: { tenant: accounts.other.tenant.id, token: manifest.otherToken },
    resources: manifest.resources,
    services: {
      identity: `${url}/identity/v3`,
      image: `${url}/image`,
      network: `${url}/network`,
      blockStorage: `${url}/volume/v3/${tenant}`,
    },
  }
}

/** Gives a tenant its networks, each with addresses of its own, and its default group; returns their subnets. */
function furnishNetworks(cloud: CloudState, user: User, names: readonly string[]): [Subnet, ...Subnet[]] {
  cloud.networking.security.add(user.tenant.id, 'default', 'Default security group')
  const [first = 'Default Network', ...rest] = names
  const add = (name: string, number: number) => cloud.networking.addNetwork(user.tenant.id, name, cidrOf(number))
  return [add(first, 0), ...rest.map((name, index) => add(name, index + 1))]
}

function addVolume(cloud: CloudState, user: User, name: string, at: number): Volume {
  const volume: Volume = {
    id: cloud.random.uuid(),
    tenantId: user.tenant.id,
    userId: user.id,
    name,
    description: null,
    size: 10,
    status: 'available',
    zone: cloud.zones[0],
    type: defaultVolumeType,
    bootable: false,
    snapshotId: null,
    createdAt: at,
    updatedAt: at,
    metadata: {},
    attachment: undefined,
  }
  cloud.volumes.set(volume.id, volume)
  return volume
}

/** A family's flavors, the smallest first, but for those too small for any image; each family has at least two. */
function flavorsOf(cloud: CloudState, family: string): [Flavor, Flavor] {
  const [smallest, next] = cloud.flavors
    .filter(({ name, ram, disk }) => name.startsWith(`${family}.`) && (ram >= 2048 || disk > 0))
    .sort((left, right) => left.ram - right.ram)
  if (smallest === undefined || next === undefined) throw new RangeError(`flavor family ${family} has too few sizes`)
  return [smallest, next]
}

/** Servers from before: their creation began in the past, so that they are ACTIVE for the first who looks. */
function bootExisting(
  cloud: CloudState,
  user: User,
  count: number,
  { flavor, imageId, subnet, past }: { flavor: Flavor; imageId: string; subnet: Subnet; past: number },
): void {
  const groups = cloud.networking.security.find(user.tenant.id, 'default')
  for (let number = 1; number <= count; number++) {
    createServers(
      cloud,
      user,
      {
        name: `existing-${number}`,
        flavor,
        imageId,
        keyName: null,
        metadata: {},
        zone: undefined,
        diskConfig: 'MANUAL',
        hasConfigDrive: false,
        accessIPv4: '',
        accessIPv6: '',
        groups,
        nics: [{ subnet, address: undefined }],
        volumes: [],
        count: 1,
      },
      past,
    )
  }
}
