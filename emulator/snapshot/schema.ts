import * as v from 'valibot'
import { faults } from '../faults/index.ts'
import { timedOperations } from '../timing.ts'
import { serverTransitionNames } from '../transitions/events.ts'
import { faultRuleSchema } from './fault-rule-schema.ts'
import { count, listOf, text, time } from './fields.ts'
import {
  flavor,
  floatingIp,
  image,
  keypair,
  network,
  port,
  securityGroup,
  securityGroupRule,
  server,
  serverGroup,
  subnet,
  volume,
  volumeSnapshot,
} from './resource-schemas.ts'

/** The version of the format of snapshots and state files. No other version is read. */
export const snapshotVersion = 2

const tenant = v.strictObject({ id: text, name: text })
const user = v.strictObject({ id: text, name: text, password: text, tenant })
const token = v.strictObject({ text, userId: text, issuedAt: time, expiresAt: time })

const transition = v.picklist(serverTransitionNames)
const scheduledEvent = v.strictObject({
  due: v.union([v.strictObject({ at: time }), v.strictObject({ reads: count })]),
  owner: text,
  countedIds: listOf(text),
  event: v.variant('kind', [
    v.strictObject({ kind: v.literal('stage'), transition, stage: count, relatedId: text }),
    v.strictObject({ kind: v.literal('completion'), transition, relatedId: text }),
    v.strictObject({ kind: v.literal('resize-confirmed') }),
    v.strictObject({ kind: v.literal('attached'), server: text, device: text }),
    v.strictObject({ kind: v.literal('detached'), server: text }),
    v.strictObject({ kind: v.literal('volume-created') }),
    v.strictObject({ kind: v.literal('volume-deleted') }),
    v.strictObject({ kind: v.literal('image-saved') }),
  ]),
})

const duration = v.union([
  v.number(),
  v.pipe(v.tuple([v.number(), v.number()]), v.readonly()),
  v.strictObject({ polls: count }),
])

const resources = v.strictObject({
  image: text,
  windowsImage: text,
  flavor: text,
  resizeFlavor: text,
  localFlavor: text,
  network: text,
  subnet: text,
  otherNetwork: v.exactOptional(text),
  securityGroup: text,
  volume: text,
  bootableVolume: v.exactOptional(text),
  snapshot: v.exactOptional(text),
  availabilityZone: text,
})

/** The whole state of an emulator that determines its responses, as JSON. */
export const snapshotSchema = v.strictObject({
  format: v.literal(
    snapshotVersion,
    ({ received }) => `format ${received} is not supported; this version reads format ${snapshotVersion}`,
  ),
  clock: v.strictObject({ offset: time, frozenAt: v.nullable(time) }),
  random: count,
  timing: v.record(v.picklist(timedOperations), duration),
  /** Names of the faults enabled since the start. */
  faults: listOf(v.picklist(faults.map(({ name }) => name))),
  faultRules: listOf(v.strictObject({ rule: faultRuleSchema, matched: count })),
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
  securityGroups: listOf(securityGroup),
  securityGroupRules: listOf(securityGroupRule),
  floatingIps: listOf(floatingIp),
  volumes: listOf(volume),
  volumeSnapshots: listOf(volumeSnapshot),
  serverGroups: listOf(serverGroup),
  keypairs: listOf(keypair),
  lastKeypairId: count,
  servers: listOf(server),
  scheduler: listOf(scheduledEvent),
})

export type SnapshotContent = v.InferOutput<typeof snapshotSchema>
