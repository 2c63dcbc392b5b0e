import * as v from 'valibot'
import { groupPolicies } from '../state/server-groups.ts'
import { powerStates, taskStates, vmStates } from '../state/servers.ts'
import { volumeStatuses } from '../state/volumes.ts'
import { count, flag, listOf, stringMap, text, time } from './fields.ts'

const cidr = v.pipe(
  text,
  v.regex(/^(\d{1,3}\.){3}\d{1,3}\/(8|9|1\d|2\d|30)$/, 'expected addresses such as 192.168.0.0/18'),
)

export const flavor = v.strictObject({ id: text, name: text, vcpus: count, ram: count, disk: count })

export const image = v.strictObject({
  id: text,
  name: text,
  /** Absent for a public image. */
  tenantId: v.optional(text),
  status: v.picklist(['queued', 'saving', 'active']),
  minDisk: count,
  minRam: count,
  createdAt: time,
  updatedAt: time,
  properties: stringMap,
})

export const network = v.strictObject({ id: text, name: text, tenantId: text, isExternal: flag })
export const subnet = v.strictObject({ id: text, name: text, networkId: text, tenantId: text, cidr })
export const port = v.strictObject({
  id: text,
  name: text,
  networkId: text,
  subnetId: text,
  tenantId: text,
  address: text,
  mac: text,
  groupIds: listOf(text),
  deviceId: text,
  isTransient: flag,
})
export const securityGroup = v.strictObject({ id: text, name: text, description: text, tenantId: text })
export const securityGroupRule = v.strictObject({
  id: text,
  groupId: text,
  tenantId: text,
  direction: v.picklist(['ingress', 'egress']),
  ethertype: v.picklist(['IPv4', 'IPv6']),
  protocol: v.nullable(text),
  portMin: v.nullable(count),
  portMax: v.nullable(count),
  remotePrefix: v.nullable(text),
  remoteGroupId: v.nullable(text),
})
export const floatingIp = v.strictObject({
  id: text,
  tenantId: text,
  networkId: text,
  address: text,
  portId: v.nullable(text),
  createdAt: time,
})

export const volume = v.strictObject({
  id: text,
  tenantId: text,
  userId: text,
  name: text,
  description: v.nullable(text),
  size: count,
  status: v.picklist(volumeStatuses),
  zone: text,
  type: text,
  bootable: flag,
  snapshotId: v.nullable(text),
  createdAt: time,
  updatedAt: time,
  metadata: stringMap,
  attachment: v.optional(v.strictObject({ serverId: text, device: text, at: time })),
})

export const volumeSnapshot = v.strictObject({
  id: text,
  tenantId: text,
  name: text,
  size: count,
  volumeId: text,
  createdAt: time,
})

export const serverGroup = v.strictObject({
  id: text,
  name: text,
  tenantId: text,
  policy: v.picklist(groupPolicies),
  members: listOf(text),
})

export const keypair = v.strictObject({
  id: count,
  name: text,
  userId: text,
  publicKey: text,
  fingerprint: text,
  createdAt: time,
})

/** `flavor` and `beforeResize.flavor` are flavor ids. */
export const server = v.strictObject({
  id: text,
  tenantId: text,
  userId: text,
  createdAt: time,
  updatedAt: time,
  launchedAt: v.nullable(time),
  terminatedAt: v.nullable(time),
  name: text,
  vmState: v.picklist(vmStates),
  taskState: v.nullable(v.picklist(taskStates)),
  powerState: v.picklist(powerStates),
  flavor: text,
  beforeResize: v.optional(v.strictObject({ flavor: text, vmState: v.picklist(['active', 'stopped']) })),
  shelvedImageId: v.optional(text),
  imageId: text,
  keyName: v.nullable(text),
  reservationId: v.optional(text),
  metadata: stringMap,
  zone: text,
  host: text,
  diskConfig: v.picklist(['AUTO', 'MANUAL']),
  hasConfigDrive: flag,
  accessIPv4: text,
  accessIPv6: text,
  requestedGroups: listOf(text),
  hasAddresses: flag,
  attachments: listOf(v.strictObject({ volumeId: text, device: text, isRoot: flag, deleteOnTermination: flag })),
  hasDevices: flag,
  isLocked: flag,
  fault: v.optional(v.strictObject({ code: count, message: text, created: time })),
  history: listOf(v.strictObject({ action: text, requestId: text, userId: text, startedAt: time })),
})
