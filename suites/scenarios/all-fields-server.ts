/** A server that is requested with every optional field at once, each with a value at its limit. */

import {
  type ApiResponse,
  assumeDefined,
  assumeSuccess,
  type ComputeClient,
  InconclusiveError,
  resolvePointer,
} from '#harness'
import { publicKeys } from '../support/keypairs.ts'
import { orInconclusive, orNone } from '../support/or-none.ts'
import { schedulerHint } from '../support/server-groups.ts'
import { recordIfHidden } from '../support/servers/server-state.ts'
import { compareWithWholeLists } from '../support/servers/whole-lists.ts'
import { unusualText } from '../support/unusual-text.ts'
import { whyNoZones, zonesPointer } from '../support/zones.ts'
import { type GroupRemoval, type ObservedUpdate, removeOneGroup, updateAndObserve } from './all-fields-update.ts'
import { type GroupMembership, observeMembership, requestedServerGroup } from './group-membership.ts'
import { createWithOptionalFields, type FieldCase, type OptionalFieldsResult } from './optional-fields.ts'
import { observeCreation, type ScenarioContext, type ServerObservation, sharedScenario } from './scenario.ts'

/** A short script in base64, with every character of its alphabet that is no letter or digit, and with padding, as most scripts need it. */
const typicalUserData = 'fn5+Pz8/QUI='

/** 65532 characters: the longest base64 within 65535. */
const longestUserData = `${'fn5+Pz8/'.repeat(8190)}${typicalUserData}`

/** Strings that look like other types, upper case, and characters beyond ASCII. */
const typicalMetadata = { purpose: 'conformance', 'Mixed-Case': '적합성 검사', count: '1', flag: 'true' }

const longestMetadata: Readonly<Record<string, string>> = {
  ...typicalMetadata,
  ['k'.repeat(255)]: 'key of 255 characters',
  'value-of-255-characters': 'v'.repeat(255),
}

/**
 * Keys that differ only in case or contain spaces or punctuation, and values that are empty, look like another
 * type, have outer spaces or several lines, occur twice, or need escaping in other formats.
 */
const unusualMetadata: Readonly<Record<string, string>> = {
  ...longestMetadata,
  'mixed-case': unusualText,
  'with blank': ' both ends ',
  empty: '',
  zeros: '007',
  nothing: 'null',
  lines: 'one\n\ttwo',
  'a:b.c_d': 'conformance',
}

type FieldName = 'name' | 'metadata' | 'userData' | 'key' | 'zone' | 'counts' | 'groups' | 'hint'

interface AllFieldsServer
  extends Pick<OptionalFieldsResult<FieldName>, 'has' | 'isAcceptedAtOnce' | 'responseFor' | 'typicalResponseFor'>,
    ObservedUpdate {
  /** The requested values. */
  readonly name: string
  readonly key: string | InconclusiveError
  /** Undefined where no zone with a name is listed as available. */
  readonly zone: string | undefined
  /** Why no zone can be requested, if none can. */
  readonly noZoneReason: AvailableZones['noZoneReason']
  /** Available zones other than that of this server and the configured one. */
  readonly otherZones: readonly string[]
  readonly groups: readonly string[]
  /** The accepted metadata: unusual, at the limit or typical. */
  readonly metadata: Readonly<Record<string, string>>
  readonly observation: ServerObservation
  /** The list of servers, filtered by the name. */
  readonly sameNameList: ApiResponse | InconclusiveError
  /** The removal of one of the groups that the server was created with; undefined where it had only one, an error without a response. */
  readonly groupRemoval: GroupRemoval | InconclusiveError | undefined
  /** The response to the deletion of the keypair that the server uses; undefined where it uses none. */
  readonly keyRemoval: ApiResponse | undefined
  /** The id of the server group in the scheduler hint; undefined in the first edition, and where the target creates none. */
  readonly serverGroup: string | undefined
  /** Undefined where the server is not a member. */
  readonly membership: GroupMembership | undefined
}

interface AvailableZones {
  readonly names: readonly string[]
  /** The requirement that the target violates if it lists no zone that can be requested; an error if there is no usable list. */
  readonly noZoneReason:
    | 'zones.available'
    | 'zones.list.answers'
    | 'zones.list.array'
    | 'zones.name'
    | InconclusiveError
}

/** Returns the names of the zones that are listed as available. */
async function listAvailableZones(compute: ComputeClient): Promise<AvailableZones> {
  const response = await orInconclusive(compute.call('listAvailabilityZones'))
  if (response instanceof InconclusiveError) return { names: [], noZoneReason: response }
  const names = response
    .array(zonesPointer)
    .filter((zone) => resolvePointer(zone, 'zone/zoneState/available') === true)
    .map((zone) => resolvePointer(zone, 'zone/zoneName'))
    .map((name) => (typeof name === 'string' && name !== '' ? name : undefined))
  const violated = names.includes(undefined) ? 'zones.name' : 'zones.available'
  return { names: names.filter((name) => name !== undefined), noZoneReason: whyNoZones(response) ?? violated }
}

/** The values of fields that depend on the target. A field without a value is left out. */
interface FieldValues {
  readonly name: string
  readonly key: string | InconclusiveError
  readonly zone: string | undefined
  readonly groups: readonly string[]
  readonly serverGroupId: string | undefined
}

/** Returns the fields of the create request, in the order in which they are tried one by one. */
function fieldsWith({ name, key, zone, groups, serverGroupId }: FieldValues): ReadonlyMap<FieldName, FieldCase> {
  const metadata = {
    limit: { metadata: longestMetadata },
    typical: { metadata: typicalMetadata },
    unusual: { metadata: unusualMetadata },
  }
  const fields = new Map<FieldName, FieldCase>([
    ['name', { limit: { name } }],
    ['metadata', metadata],
    ['userData', { limit: { user_data: longestUserData }, typical: { user_data: typicalUserData } }],
    ['counts', { limit: { min_count: 1, max_count: 1 } }],
  ])
  if (typeof key === 'string') fields.set('key', { limit: { key_name: key } })
  if (zone !== undefined) fields.set('zone', { limit: { availability_zone: zone } })
  if (serverGroupId !== undefined) fields.set('hint', { limit: {}, beside: schedulerHint(serverGroupId) })
  return fields.set('groups', { limit: { security_groups: groups.map((group) => ({ name: group })) } })
}

/** Creates a server with all optional fields, observes it, updates it, removes one of its groups, and deletes its key. */
export const allFieldsServer = sharedScenario(async (ctx: ScenarioContext): Promise<AllFieldsServer> => {
  const { given, compute, build } = ctx
  await given.reserveCapacity(1, { priority: 3 })
  // A name of the kind that the document's examples have (`tcc_key`), and with upper case.
  const keypair = await orInconclusive(given.keypair({ public_key: publicKeys[0] }, 'All_Fields_key'))
  const key = keypair instanceof InconclusiveError ? keypair : keypair.name
  const { names: zones, noZoneReason } = await listAvailableZones(compute)
  const configured = compute.run.settings.resources.availabilityZone
  // If possible not the configured one, which the target might choose as the default.
  const zone = zones.findLast((each) => each !== configured) ?? zones.at(-1)
  const name = build.longName(255)
  const groups = [...new Set([compute.run.settings.resources.securityGroup ?? 'default', 'default'])]
  const serverGroup = await requestedServerGroup(ctx)
  const fields = fieldsWith({ name, key, zone, groups, serverGroupId: serverGroup?.id })

  const { created, ...acceptance } = await createWithOptionalFields(ctx, 'all-fields', fields)
  const listByName = () => orInconclusive(compute.call('listServers', { query: { name } }))
  // The run deletes an additional server as soon as any test's list shows it.
  const listedAtOnce = await listByName()
  const observation = await observeCreation(ctx, created)
  const listedLater = await listByName()
  const count = (list: ApiResponse | InconclusiveError) =>
    list instanceof InconclusiveError ? 0 : list.array('body/servers').length
  const sameNameList = count(listedAtOnce) > count(listedLater) ? listedAtOnce : listedLater
  const { isActive, id } = observation
  // The oracle reports a list whose name of the server differs from showServer before and after it.
  await orNone(compute.call('showServer', { path: { serverId: id } }))
  const update = await updateAndObserve(ctx, id, name)
  await orNone(compareWithWholeLists(compute, id))
  const groupRemoval = isActive ? await removeOneGroup(compute, id, update.shownAfterUpdate) : undefined
  const keyInUse = isActive && typeof key === 'string' && acceptance.has('key') ? key : undefined
  const deleteKey = (keypairName: string) => compute.call('deleteKeypair', { path: { keypairName } })
  const keyRemoval = keyInUse === undefined ? undefined : await orNone(deleteKey(keyInUse))
  if (keyRemoval?.isSuccess) await orNone(recordIfHidden(compute, id))
  return {
    ...acceptance,
    ...update,
    groupRemoval,
    keyRemoval,
    serverGroup: serverGroup?.id,
    membership: serverGroup && acceptance.has('hint') ? await observeMembership(ctx, serverGroup, id) : undefined,
    name,
    key,
    zone,
    noZoneReason,
    otherZones: [...new Set(zones)].filter((each) => each !== zone && each !== configured),
    groups,
    metadata: acceptedMetadata(acceptance),
    observation,
    sameNameList,
  }
})

function acceptedMetadata(accepted: Pick<OptionalFieldsResult<FieldName>, 'isUnusual' | 'responseFor'>) {
  if (accepted.isUnusual) return unusualMetadata
  return accepted.responseFor('metadata').isSuccess ? longestMetadata : typicalMetadata
}

/**
 * Requires that the target accepts a server with the field.
 * @throws InconclusiveError when it rejects one, which the requirement of the field covers
 */
export function assumeField(server: AllFieldsServer, field: 'name' | 'zone'): void {
  const requirement = field === 'name' ? 'servers.create.name-limit' : 'zones.usable-on-create'
  assumeSuccess(server.typicalResponseFor(field), `The target rejects a server with this ${field}.`, requirement)
}

/**
 * Returns the zone that the server was requested in.
 * @throws InconclusiveError where no zone is known to be available
 */
export function assumeZone({ zone, noZoneReason }: AllFieldsServer): string {
  if (noZoneReason instanceof InconclusiveError) throw noZoneReason
  return assumeDefined(zone, 'No zone is listed as available.', noZoneReason)
}
