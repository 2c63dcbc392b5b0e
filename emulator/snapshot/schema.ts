import * as v from 'valibot'
import { faults } from '../faults/index.ts'
import { groupPolicies } from '../state/server-groups.ts'
import { powerStates, taskStates, vmStates } from '../state/servers.ts'
import { volumeStatuses } from '../state/volumes.ts'
import { timedOperations } from '../timing.ts'
import { serverTransitionNames } from '../transitions/events.ts'

/** The version of the format; another one is refused. */
export const snapshotVersion = 1

const text = v.string()
const number = v.number()
const flag = v.boolean()
const time = v.pipe(v.number(), v.finite())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const pairs = v.record(text, text)
const cidr = v.pipe(
  text,
  v.regex(/^(\d{1,3}\.){3}\d{1,3}\/(8|9|1\d|2\d|30)$/, 'expected addresses such as 192.168.0.0/18'),
)

const listOf = <Item>(item: v.GenericSchema<Item>) => v.pipe(v.array(item), v.readonly())

const tenant = v.strictObject({ id: text, name: text })
const user = v.strictObject({ id: text, name: text, password: text, tenant })
const token = v.strictObject({ text, user: text, issuedAt: time, expiresAt: time })

const flavor = v.strictObject({ id: text, name: text, vcpus: count, ram: count, disk: count })

const image = v.strictObject({
  id: text,
  name: text,
  /** Absent: public. */
  tenantId: v.optional(text),
  status: v.picklist(['queued', 'saving', 'active']),
  minDisk: count,
  minRam: count,
  createdAt: time,
  updatedAt: time,
  properties: pairs,
})

const network = v.strictObject({ id: text, name: text, tenantId: text, isExternal: flag })
const subnet = v.strictObject({ id: text, name: text, networkId: text, tenantId: text, cidr })
const port = v.strictObject({
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
const group = v.strictObject({ id: text, name: text, description: text, tenantId: text })
const rule = v.strictObject({
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
const floatingIp = v.strictObject({
  id: text,
  tenantId: text,
  networkId: text,
  address: text,
  portId: v.nullable(text),
  createdAt: time,
})

const volume = v.strictObject({
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
  metadata: pairs,
  attachment: v.optional(v.strictObject({ serverId: text, device: text, at: time })),
})

const snapshot = v.strictObject({ id: text, tenantId: text, name: text, size: count, volumeId: text, createdAt: time })

const serverGroup = v.strictObject({
  id: text,
  name: text,
  tenantId: text,
  policy: v.picklist(groupPolicies),
  members: listOf(text),
})

const keypair = v.strictObject({
  id: count,
  name: text,
  userId: text,
  publicKey: text,
  fingerprint: text,
  createdAt: time,
})

/** Flavors are named by their ids. */
const server = v.strictObject({
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
  metadata: pairs,
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

const transition = v.picklist(serverTransitionNames)
const scheduledEvent = v.strictObject({
  due: v.union([v.strictObject({ at: time }), v.strictObject({ reads: count })]),
  owner: text,
  watched: listOf(text),
  event: v.variant('kind', [
    v.strictObject({ kind: v.literal('stage'), transition, stage: count, subject: text }),
    v.strictObject({ kind: v.literal('arrival'), transition, subject: text }),
    v.strictObject({ kind: v.literal('resize-settled') }),
    v.strictObject({ kind: v.literal('attached'), server: text, device: text }),
    v.strictObject({ kind: v.literal('detached'), server: text }),
    v.strictObject({ kind: v.literal('volume-created') }),
    v.strictObject({ kind: v.literal('volume-deleted') }),
    v.strictObject({ kind: v.literal('image-saved') }),
  ]),
})

const duration = v.union([number, v.pipe(v.tuple([number, number]), v.readonly()), v.strictObject({ polls: count })])

const headerName = v.pipe(
  text,
  v.regex(
    /^(?!(?:content-length|transfer-encoding|connection)$)[!#$%&'*+.^`|~\w-]+$/i,
    'expected the name of a header',
  ),
)
const headerValue = v.pipe(text, v.regex(/^[\t\x20-\x7e]*$/, 'expected printable ASCII'))

/** How many calls, milliseconds or bytes a generic fault may ask for. */
const most = 600_000

/** A generic fault; see injection/injections.ts for what its parts mean. */
export const injection = v.strictObject({
  name: v.pipe(text, v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'expected a name of letters, digits, dots and hyphens')),
  operation: v.optional(v.pipe(text, v.minLength(1))),
  method: v.optional(v.pipe(text, v.regex(/^[A-Za-z]+$/, 'expected a method such as GET'))),
  path: v.optional(v.pipe(text, v.startsWith('/', 'expected a path that begins with /'))),
  calls: v.optional(v.pipe(number, v.integer(), v.minValue(1))),
  delay: v.optional(v.pipe(number, v.minValue(0), v.maxValue(most))),
  status: v.optional(v.pipe(number, v.integer(), v.minValue(200), v.maxValue(599))),
  headers: v.optional(v.record(headerName, headerValue)),
  reset: v.optional(flag),
  when: v.optional(v.picklist(['before', 'after'])),
})

const resources = v.strictObject({
  image: text,
  windowsImage: text,
  flavor: text,
  resizeFlavor: text,
  localFlavor: text,
  network: text,
  subnet: text,
  securityGroup: text,
  volume: text,
  availabilityZone: text,
})

/** Everything that an emulator knows and that changes what it answers, as JSON. */
export const snapshotSchema = v.strictObject({
  format: v.literal(snapshotVersion),
  clock: v.strictObject({ offset: time, frozenAt: v.nullable(time) }),
  random: count,
  timing: v.record(v.picklist(timedOperations), duration),
  faults: listOf(v.picklist(faults.map(({ name }) => name))),
  injections: listOf(v.strictObject({ injection, met: count })),
  users: v.strictObject({ conformance: user, other: user }),
  tokenLifetime: count,
  tokens: listOf(token),
  manifest: v.strictObject({ token: text, otherToken: text, resources }),
  zones: v.pipe(v.tupleWithRest([text], text), v.readonly()),
  flavors: listOf(flavor),
  images: listOf(image),
  networks: listOf(network),
  subnets: listOf(subnet),
  ports: listOf(port),
  groups: listOf(group),
  rules: listOf(rule),
  floatingIps: listOf(floatingIp),
  volumes: listOf(volume),
  snapshots: listOf(snapshot),
  serverGroups: listOf(serverGroup),
  keypairs: listOf(keypair),
  lastKeypair: count,
  servers: listOf(server),
  scheduler: listOf(scheduledEvent),
})

export type Snapshot = v.InferOutput<typeof snapshotSchema>
