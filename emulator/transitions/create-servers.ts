import type { User } from '../state/accounts.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Flavor } from '../state/flavors.ts'
import type { Subnet } from '../state/networks.ts'
import type { Port } from '../state/ports.ts'
import type { SecurityGroup } from '../state/security-groups.ts'
import type { Attachment, Server } from '../state/servers.ts'
import type { Volume } from '../state/volumes.ts'
import { creation } from './build.ts'
import { nextDevice } from './devices.ts'
import { beginTransition } from './transition.ts'

/** One network interface: a port that exists, or one to be made. */
export type NicPlan = { readonly port: Port } | { readonly subnet: Subnet; readonly address: string | undefined }

/** One volume of the new server: one that exists, or one to be made. Disks on the host are not listed. */
export interface VolumePlan {
  readonly isRoot: boolean
  readonly deleteOnTermination: boolean
  readonly source: { readonly volume: Volume } | { readonly fresh: FreshVolume }
}

export interface FreshVolume {
  /** GB */
  readonly size: number
  readonly bootable: boolean
  readonly type: string
  readonly snapshotId: string | null
  readonly metadata: Readonly<Record<string, string>>
}

/** A create request whose every reference has been resolved. */
export interface ServerPlan {
  readonly name: string
  readonly flavor: Flavor
  readonly imageId: string
  readonly keyName: string | null
  readonly metadata: Readonly<Record<string, string>>
  /** undefined: any. */
  readonly zone: string | undefined
  readonly diskConfig: 'AUTO' | 'MANUAL'
  readonly hasConfigDrive: boolean
  readonly accessIPv4: string
  readonly accessIPv6: string
  readonly groups: readonly SecurityGroup[]
  readonly nics: readonly NicPlan[]
  readonly volumes: readonly VolumePlan[]
  readonly count: number
}

/** Makes the servers of a plan and sets them on their way at `at`; the first one is what the answer names. */
export function createServers(
  cloud: CloudState,
  user: User,
  plan: ServerPlan,
  at: number,
): readonly [Server, ...Server[]] {
  const isNumbered = plan.count > 1 && !cloud.faults.has('create-one-too-many')
  const nameOf = (number: number) => (isNumbered ? `${plan.name}-${number}` : plan.name)
  const first = bootServer(cloud, user, plan, nameOf(1), at)
  const others = Array.from({ length: plan.count - 1 }, (_, index) =>
    bootServer(cloud, user, plan, nameOf(index + 2), at),
  )
  return [first, ...others]
}

function bootServer(cloud: CloudState, user: User, plan: ServerPlan, name: string, at: number): Server {
  const { faults } = cloud
  const server: Server = {
    id: cloud.random.uuid(),
    tenantId: user.tenant.id,
    userId: user.id,
    createdAt: at,
    updatedAt: at,
    launchedAt: null,
    terminatedAt: null,
    name,
    vmState: 'building',
    taskState: null,
    powerState: 0,
    flavor: plan.flavor,
    beforeResize: undefined,
    shelvedImageId: undefined,
    imageId: plan.imageId,
    keyName: faults.has('create-key-name-lost') ? null : plan.keyName,
    metadata: plan.metadata,
    zone: plan.zone ?? '',
    host: '',
    diskConfig: plan.diskConfig,
    hasConfigDrive: plan.hasConfigDrive,
    accessIPv4: plan.accessIPv4,
    accessIPv6: plan.accessIPv6,
    requestedGroups: plan.groups.map((group) => group.name),
    hasAddresses: false,
    attachments: [],
    hasDevices: false,
    isLocked: false,
    fault: undefined,
    history: [],
  }
  cloud.servers.add(server)
  const nics = faults.has('create-first-network-only') ? plan.nics.slice(0, 1) : plan.nics
  for (const nic of nics) attachNic(cloud, server, plan, nic)
  for (const volume of plan.volumes) server.attachments = [...server.attachments, reserve(cloud, server, volume, at)]
  beginTransition(cloud, server, creation, at)
  if (faults.has('create-never-active')) cloud.scheduler.cancel(server.id)
  return server
}

/** A port given in the request keeps its own groups; the groups of the request are for ports made here. */
function attachNic(cloud: CloudState, server: Server, plan: ServerPlan, nic: NicPlan): void {
  if ('port' in nic && !cloud.faults.has('create-port-ignored')) {
    cloud.networking.ports.bind(nic.port, server.id)
    return
  }
  const subnet = 'port' in nic ? cloud.networking.subnets.get(nic.port.subnetId) : nic.subnet
  if (subnet === undefined) return
  cloud.networking.addPort({
    subnet,
    address: 'port' in nic || cloud.faults.has('create-fixed-ip-ignored') ? undefined : nic.address,
    name: '',
    groupIds: plan.groups.map((group) => group.id),
    deviceId: server.id,
    isTransient: true,
  })
}

function reserve(cloud: CloudState, server: Server, plan: VolumePlan, at: number): Attachment {
  const volume = 'volume' in plan.source ? plan.source.volume : makeVolume(cloud, server, plan.source.fresh, at)
  volume.status = 'reserved'
  return {
    volumeId: volume.id,
    device: plan.isRoot ? '/dev/vda' : nextDevice(server),
    isRoot: plan.isRoot,
    deleteOnTermination: plan.deleteOnTermination,
  }
}

/** Nova gives a name to a volume that it makes empty, and to no other (nova/virt/block_device.py). */
function nameOf(server: Server, { bootable, snapshotId }: FreshVolume): string {
  return bootable || snapshotId !== null ? '' : `${server.id}-blank-vol`
}

function makeVolume(cloud: CloudState, server: Server, fresh: FreshVolume, at: number): Volume {
  const volume: Volume = {
    id: cloud.random.uuid(),
    tenantId: server.tenantId,
    userId: server.userId,
    name: nameOf(server, fresh),
    description: null,
    size: fresh.size,
    status: 'creating',
    zone: server.zone === '' ? cloud.zones[0] : server.zone,
    type: fresh.type,
    bootable: fresh.bootable,
    snapshotId: fresh.snapshotId,
    createdAt: at,
    updatedAt: at,
    metadata: fresh.metadata,
    attachment: undefined,
  }
  cloud.volumes.set(volume.id, volume)
  return volume
}
