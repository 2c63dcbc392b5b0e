import { defineHook } from '../fault-injection/hooks.ts'
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

/** One network interface: a port that exists, or one to be created. */
export type NicPlan = { readonly port: Port } | { readonly subnet: Subnet; readonly address: string | undefined }

/** One volume of the new server: one that exists, or one to be created. Disks on the host are not listed. */
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

/** A create request with all its references resolved. */
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

/** Returns the names of the servers of a plan. Nova numbers them when there are several. */
export const serverNames = defineHook(
  'servers.names',
  (_cloud: CloudState, { name, count }: ServerPlan): readonly string[] =>
    count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name}-${index + 1}`),
)

/** Creates the servers of a plan, whose build begins at `at`. The response to the request names the first one. */
export function createServers(
  cloud: CloudState,
  user: User,
  plan: ServerPlan,
  at: number,
): readonly [Server, ...Server[]] {
  const [firstName = plan.name, ...otherNames] = serverNames(cloud, plan)
  const id = cloud.random.uuid()
  const reservationId = `r-${id.slice(0, 8)}`
  const create = (name: string, serverId = cloud.random.uuid()) =>
    createServer(cloud, user, plan, { id: serverId, name, reservationId }, at)
  const first = create(firstName, id)
  return [first, ...otherNames.map((name) => create(name))]
}

function createServer(
  cloud: CloudState,
  user: User,
  plan: ServerPlan,
  identity: Pick<Server, 'id' | 'name' | 'reservationId'>,
  at: number,
): Server {
  const server: Server = {
    ...identity,
    tenantId: user.tenant.id,
    userId: user.id,
    createdAt: at,
    updatedAt: at,
    launchedAt: null,
    terminatedAt: null,
    vmState: 'building',
    taskState: null,
    powerState: 0,
    flavor: plan.flavor,
    beforeResize: undefined,
    shelvedImageId: undefined,
    imageId: plan.imageId,
    keyName: plan.keyName,
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
  for (const nic of plan.nics) attachNic(cloud, server, plan, nic)
  for (const volume of plan.volumes)
    server.attachments = [...server.attachments, reserveVolume(cloud, server, volume, at)]
  beginTransition(cloud, server, creation, at)
  return server
}

/** Assigns the groups of the request to the ports created here. An existing port keeps its own. */
function attachNic(cloud: CloudState, server: Server, plan: ServerPlan, nic: NicPlan): void {
  if ('port' in nic) {
    cloud.networking.ports.bind(nic.port, server.id)
    return
  }
  cloud.networking.addPort({
    subnet: nic.subnet,
    address: nic.address,
    name: '',
    groupIds: plan.groups.map((group) => group.id),
    deviceId: server.id,
    isTransient: true,
  })
}

function reserveVolume(cloud: CloudState, server: Server, plan: VolumePlan, at: number): Attachment {
  const volume = 'volume' in plan.source ? plan.source.volume : createVolume(cloud, server, plan.source.fresh, at)
  volume.status = 'reserved'
  return {
    volumeId: volume.id,
    device: plan.isRoot ? '/dev/vda' : nextDevice(server),
    isRoot: plan.isRoot,
    deleteOnTermination: plan.deleteOnTermination,
  }
}

/**
 * Returns the name of a volume: Nova names the blank volumes that it creates, and no others
 * (nova/virt/block_device.py).
 */
function volumeName(server: Server, { bootable, snapshotId }: FreshVolume): string {
  return bootable || snapshotId !== null ? '' : `${server.id}-blank-vol`
}

function createVolume(cloud: CloudState, server: Server, fresh: FreshVolume, at: number): Volume {
  const volume: Volume = {
    id: cloud.random.uuid(),
    tenantId: server.tenantId,
    userId: server.userId,
    name: volumeName(server, fresh),
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
