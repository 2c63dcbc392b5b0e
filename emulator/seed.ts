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
export function seedCloud(world: CloudState, seed: SeedOptions): SeedManifest {
  const { conformance, other } = world.accounts
  const past = world.clock.now() - age
  const images = seedImages(world.images, world.random, past, seed.images)
  const [subnet] = furnishNetworks(world, conformance, seed.networkNames ?? ['Default Network', 'Data Network'])
  furnishNetworks(world, other, ['Default Network'])
  world.networking.addNetwork(world.random.hex(32), 'Public Network', publicAddresses, true)
  world.networking.security.add(conformance.tenant.id, extraGroup, 'Web servers')
  const spare = addVolume(world, conformance, 'spare', past)
  addVolume(world, conformance, 'another spare', past)
  addVolume(world, other, 'spare', past)
  const snapshot = {
    id: world.random.uuid(),
    tenantId: conformance.tenant.id,
    name: 'base',
    size: 20,
    volumeId: spare.id,
  }
  world.snapshots.set(snapshot.id, { ...snapshot, createdAt: past })
  const family = seed.flavorFamilies?.[0] ?? defaultFamilies[0]
  const [flavor, resizeFlavor] = flavorsOf(world, family)
  const [localFlavor] = flavorsOf(world, 'u2')
  bootExisting(world, conformance, seed.existingServers ?? 0, {
    flavor: localFlavor,
    imageId: images.linux.id,
    subnet,
    past,
  })
  return {
    token: world.accounts.issue(conformance).text,
    otherToken: world.accounts.issue(other).text,
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
      availabilityZone: world.zones[0],
    },
  }
}

/** Furnishes the cloud that follows an earlier one, whose clients keep the tokens they were told to use. */
export function reseedCloud(world: CloudState, seed: SeedOptions, earlier: SeedManifest): SeedManifest {
  const guide = seedCloud(world, seed)
  for (const token of world.accounts.tokens) world.accounts.revoke(token)
  world.accounts.issue(world.accounts.conformance, earlier.token)
  world.accounts.issue(world.accounts.other, earlier.otherToken)
  return { ...guide, token: earlier.token, otherToken: earlier.otherToken }
}

/** The same in the form of the project's config file, for an emulator at `url`. */
export function configOf({ accounts }: CloudState, guide: SeedManifest, url: string): EmulatorConfig {
  const tenant = accounts.conformance.tenant.id
  return {
    target: { url, tenant, profile: 'toast' },
    auth: { token: guide.token },
    other: { tenant: accounts.other.tenant.id, token: guide.otherToken },
    resources: guide.resources,
    services: {
      identity: `${url}/identity/v3`,
      image: `${url}/image`,
      network: `${url}/network`,
      blockStorage: `${url}/volume/v3/${tenant}`,
    },
  }
}

/** Gives a tenant its networks, each with addresses of its own, and its default group; returns their subnets. */
function furnishNetworks(world: CloudState, user: User, names: readonly string[]): [Subnet, ...Subnet[]] {
  world.networking.security.add(user.tenant.id, 'default', 'Default security group')
  const [first = 'Default Network', ...rest] = names
  const add = (name: string, number: number) => world.networking.addNetwork(user.tenant.id, name, cidrOf(number))
  return [add(first, 0), ...rest.map((name, index) => add(name, index + 1))]
}

function addVolume(world: CloudState, user: User, name: string, at: number): Volume {
  const volume: Volume = {
    id: world.random.uuid(),
    tenantId: user.tenant.id,
    userId: user.id,
    name,
    description: null,
    size: 10,
    status: 'available',
    zone: world.zones[0],
    type: defaultVolumeType,
    bootable: false,
    snapshotId: null,
    createdAt: at,
    updatedAt: at,
    metadata: {},
    attachment: undefined,
  }
  world.volumes.set(volume.id, volume)
  return volume
}

/** A family's flavors, the smallest first, but for those too small for any image; each family has at least two. */
function flavorsOf(world: CloudState, family: string): [Flavor, Flavor] {
  const [smallest, next] = world.flavors
    .filter(({ name, ram, disk }) => name.startsWith(`${family}.`) && (ram >= 2048 || disk > 0))
    .sort((left, right) => left.ram - right.ram)
  if (smallest === undefined || next === undefined) throw new RangeError(`flavor family ${family} has too few sizes`)
  return [smallest, next]
}

/** Servers from before: their creation began in the past, so that they are ACTIVE for the first who looks. */
function bootExisting(
  world: CloudState,
  user: User,
  count: number,
  { flavor, imageId, subnet, past }: { flavor: Flavor; imageId: string; subnet: Subnet; past: number },
): void {
  const groups = world.networking.security.find(user.tenant.id, 'default')
  for (let number = 1; number <= count; number++) {
    createServers(
      world,
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
