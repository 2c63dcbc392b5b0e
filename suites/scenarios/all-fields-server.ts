/** A server that was asked for with every optional field at once, each at its limit. */
import { type ApiResponse, assumeDefined, type ComputeClient, resolvePointer } from '#harness'
import { publicKeys } from '../support/ssh-keys.ts'
import { createWithOptionalFields, type FieldCase } from './optional-fields.ts'
import { observeCreation, type ScenarioContext, type ServerObservation, sharedScenario } from './scenario.ts'

/** 65532 characters: the longest base64 within 65535. */
const longestUserData = 'QUJD'.repeat(16_383)

/** Text of all kinds, to be shown as the text that it was. */
const pairs = { purpose: 'conformance', 'Mixed-Case': '적합성 검사', count: '1', flag: 'true' }

export const allFieldsMetadata: Readonly<Record<string, string>> = {
  ...pairs,
  ['k'.repeat(255)]: 'key of 255 characters',
  'value-of-255-characters': 'v'.repeat(255),
}

type PartName = 'name' | 'metadata' | 'userData' | 'key' | 'zone' | 'counts' | 'groups'

export interface AllFieldsServer {
  /** The values that were asked for. */
  readonly name: string
  readonly key: string
  readonly zone: string | undefined
  readonly groups: readonly string[]
  readonly isWhole: boolean
  has(part: PartName): boolean
  answerTo(part: PartName): ApiResponse
  mildAnswerTo(part: PartName): ApiResponse
  readonly sight: ServerObservation
  /** The metadata that was accepted: all of it, or only what is far from the limit. */
  readonly metadata: Readonly<Record<string, string>>
  /** The list of servers of its name. */
  readonly namesakes: ApiResponse
  /** The answer to an update of one attribute, and the server after it, in the detailed list and alone. */
  readonly updated: ApiResponse
  readonly detail: ApiResponse
  readonly afterUpdate: ApiResponse
}

/** Zones that are listed as available, rather another than the run's own: that says more. */
async function zoneToAskFor(compute: ComputeClient): Promise<string | undefined> {
  const response = await compute.call('listAvailabilityZones')
  const names = response
    .array('body/availabilityZoneInfo')
    .filter((zone) => resolvePointer(zone, 'zone/zoneState/available') === true)
    .map((zone) => resolvePointer(zone, 'zone/zoneName'))
    .filter((name) => typeof name === 'string')
  const own = compute.run.settings.resources.availabilityZone
  return names.findLast((name) => name !== own) ?? names.at(-1)
}

export const allFieldsServer = sharedScenario(async (tools: ScenarioContext): Promise<AllFieldsServer> => {
  const { given, compute, build } = tools
  await given.reserveCapacity()
  const { name: key } = await given.keypair({ public_key: publicKeys[0] })
  const zone = await zoneToAskFor(compute)
  const name = build.longName(255)
  const group = compute.run.settings.resources.securityGroup
  const parts = new Map<PartName, FieldCase>([
    ['name', { limit: { name } }],
    ['metadata', { limit: { metadata: allFieldsMetadata }, typical: { metadata: pairs } }],
    ['userData', { limit: { user_data: longestUserData }, typical: { user_data: 'QUJD' } }],
    ['key', { limit: { key_name: key } }],
    ['counts', { limit: { min_count: 1, max_count: 1 } }],
  ])
  if (zone !== undefined) parts.set('zone', { limit: { availability_zone: zone } })
  const groups = group === undefined ? [] : [...new Set([group, 'default'])]
  if (groups.length > 0) parts.set('groups', { limit: { security_groups: groups.map((each) => ({ name: each })) } })

  const { created, isWhole, has, answerTo, mildAnswerTo } = await createWithOptionalFields(tools, 'rich', parts)
  const sight = await observeCreation(tools, created)
  const namesakes = await compute.call('listServers', { query: { name } })
  const path = { serverId: sight.id }
  const updated = await compute.call('updateServer', { path, body: { server: { accessIPv4: '192.0.2.40' } } })
  const detail = await compute.call('listServersDetail', { query: { name } })
  const afterUpdate = await compute.call('showServer', { path })
  const metadata = answerTo('metadata').isSuccess ? allFieldsMetadata : pairs
  const told = { name, key, zone, groups, isWhole, has, answerTo, mildAnswerTo, sight, metadata }
  return { ...told, namesakes, updated, detail, afterUpdate }
})

/** The server with a part that the target accepted; that it is refused is judged elsewhere. */
export const withFieldCase = (rich: AllFieldsServer, part: PartName): AllFieldsServer =>
  assumeDefined(rich.has(part) ? rich : undefined, `The target creates no server with this ${part}.`)
