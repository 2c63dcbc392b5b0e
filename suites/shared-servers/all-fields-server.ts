/** A server that is requested with every optional field at once, each with a value at its limit. */
import { type ApiResponse, assume, type ComputeClient, resolvePointer } from '#harness'
import { publicKeys } from '../support/keypairs.ts'
import { orNone } from '../support/or-none.ts'
import { isDescribedAs } from '../support/server-comparison.ts'
import { createWithOptionalFields, type FieldCase, type OptionalFieldsResult } from './optional-fields.ts'
import { observeCreation, type ScenarioContext, type ServerObservation, sharedScenario } from './scenario.ts'

/** 65532 characters: the longest base64 within 65535. */
const longestUserData = 'QUJD'.repeat(16_383)

/** Strings that look like other types, upper case, and characters beyond ASCII. */
const typicalMetadata = { purpose: 'conformance', 'Mixed-Case': '적합성 검사', count: '1', flag: 'true' }

const longestMetadata: Readonly<Record<string, string>> = {
  ...typicalMetadata,
  ['k'.repeat(255)]: 'key of 255 characters',
  'value-of-255-characters': 'v'.repeat(255),
}

type FieldName = 'name' | 'metadata' | 'userData' | 'key' | 'zone' | 'counts' | 'groups'

interface AllFieldsServer
  extends Pick<OptionalFieldsResult<FieldName>, 'has' | 'isAcceptedAtOnce' | 'responseFor' | 'typicalResponseFor'> {
  /** The requested values. */
  readonly name: string
  /** Undefined where the target creates no keypair. */
  readonly key: string | undefined
  readonly zone: string | undefined
  readonly groups: readonly string[]
  /** The metadata that was accepted, at the limit or typical. */
  readonly metadata: Readonly<Record<string, string>>
  readonly observation: ServerObservation
  /** The list of servers, filtered by the name. */
  readonly sameNameList: ApiResponse
  /** The response to an update of `accessIPv4`, and then the detailed list and showServer. */
  readonly updated: ApiResponse
  readonly detailAfterUpdate: ApiResponse
  readonly shownAfterUpdate: ApiResponse
}

/** An available zone, if possible another than the configured one, which the target might choose by itself. */
async function chooseZone(compute: ComputeClient): Promise<string | undefined> {
  const response = await compute.call('listAvailabilityZones')
  const names = response
    .array('body/availabilityZoneInfo')
    .filter((zone) => resolvePointer(zone, 'zone/zoneState/available') === true)
    .map((zone) => resolvePointer(zone, 'zone/zoneName'))
    .filter((name) => typeof name === 'string')
  const configured = compute.run.settings.resources.availabilityZone
  return names.findLast((name) => name !== configured) ?? names.at(-1)
}

export const allFieldsServer = sharedScenario(async (ctx: ScenarioContext): Promise<AllFieldsServer> => {
  const { given, compute, build } = ctx
  await given.reserveCapacity(1, { priority: 2 })
  const key = (await orNone(given.keypair({ public_key: publicKeys[0] })))?.name
  const zone = await chooseZone(compute)
  const name = build.longName(255)
  const { securityGroup } = compute.run.settings.resources
  const groups = securityGroup === undefined ? [] : [...new Set([securityGroup, 'default'])]
  const fields = new Map<FieldName, FieldCase>([
    ['name', { limit: { name } }],
    ['metadata', { limit: { metadata: longestMetadata }, typical: { metadata: typicalMetadata } }],
    ['userData', { limit: { user_data: longestUserData }, typical: { user_data: 'QUJD' } }],
    ['counts', { limit: { min_count: 1, max_count: 1 } }],
  ])
  if (key !== undefined) fields.set('key', { limit: { key_name: key } })
  if (zone !== undefined) fields.set('zone', { limit: { availability_zone: zone } })
  if (groups.length > 0) fields.set('groups', { limit: { security_groups: groups.map((group) => ({ name: group })) } })

  const { created, ...acceptance } = await createWithOptionalFields(ctx, 'all-fields', fields)
  const observation = await observeCreation(ctx, created)
  const sameNameList = await compute.call('listServers', { query: { name } })
  const path = { serverId: observation.id }
  const updated = await compute.call('updateServer', { path, body: { server: { accessIPv4: '192.0.2.40' } } })
  const shownAfterUpdate = await compute.call('showServer', { path })
  const readDetail = () => compute.call('listServersDetail', { query: { name } })
  const isCurrent = (detail: ApiResponse) => isDescribedAs(shownAfterUpdate, observation.id, detail)
  const { value: detailAfterUpdate } = await compute.poll(
    readDetail,
    isCurrent,
    'propagation',
    'servers.show.equals-detail',
  )
  return {
    ...acceptance,
    name,
    key,
    zone,
    groups,
    metadata: acceptance.responseFor('metadata').isSuccess ? longestMetadata : typicalMetadata,
    observation,
    sameNameList,
    updated,
    detailAfterUpdate,
    shownAfterUpdate,
  }
})

/**
 * Throws an InconclusiveError when the target rejects a server with the field, which the requirement of the field
 * covers.
 */
export function assumeField(server: AllFieldsServer, field: FieldName): void {
  assume(server.has(field), `The target rejects a server with this ${field}.`)
}
