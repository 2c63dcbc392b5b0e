/** A server that was asked for with every optional field at once, each at its limit. */
import { type Answer, arranged, type Compute, follow } from '#harness'
import { assemble, type Part } from './assembly.ts'
import { publicKeys } from './keys.ts'
import { once, type Sight, type Tools, watchCreated } from './situation.ts'

/** 65532 characters: the longest base64 within 65535. */
const longestUserData = 'QUJD'.repeat(16_383)

/** Text of all kinds, to be shown as the text that it was. */
const pairs = { purpose: 'conformance', 'Mixed-Case': '적합성 검사', count: '1', flag: 'true' }

export const richMetadata: Readonly<Record<string, string>> = {
  ...pairs,
  ['k'.repeat(255)]: 'key of 255 characters',
  'value-of-255-characters': 'v'.repeat(255),
}

type PartName = 'name' | 'metadata' | 'userData' | 'key' | 'zone' | 'counts' | 'groups'

export interface RichServer {
  /** The values that were asked for. */
  readonly name: string
  readonly key: string
  readonly zone: string | undefined
  readonly groups: readonly string[]
  readonly isWhole: boolean
  has(part: PartName): boolean
  answerTo(part: PartName): Answer
  mildAnswerTo(part: PartName): Answer
  readonly sight: Sight
  /** The metadata that was accepted: all of it, or only what is far from the limit. */
  readonly metadata: Readonly<Record<string, string>>
  /** The list of servers of its name. */
  readonly namesakes: Answer
  /** The answer to an update of one attribute, and the server after it, in the detailed list and alone. */
  readonly updated: Answer
  readonly detail: Answer
  readonly afterUpdate: Answer
}

/** Zones that are listed as available, rather another than the run's own: that says more. */
async function zoneToAskFor(compute: Compute): Promise<string | undefined> {
  const answer = await compute.call('listAvailabilityZones')
  const names = answer
    .array('body/availabilityZoneInfo')
    .filter((zone) => follow(zone, 'zone/zoneState/available') === true)
    .map((zone) => follow(zone, 'zone/zoneName'))
    .filter((name) => typeof name === 'string')
  const own = compute.session.settings.resources.availabilityZone
  return names.findLast((name) => name !== own) ?? names.at(-1)
}

export const richServer = once(async (tools: Tools): Promise<RichServer> => {
  const { given, compute, draft } = tools
  await given.room()
  const { name: key } = await given.keypair({ public_key: publicKeys[0] })
  const zone = await zoneToAskFor(compute)
  const name = draft.longName(255)
  const group = compute.session.settings.resources.securityGroup
  const parts = new Map<PartName, Part>([
    ['name', { full: { name } }],
    ['metadata', { full: { metadata: richMetadata }, mild: { metadata: pairs } }],
    ['userData', { full: { user_data: longestUserData }, mild: { user_data: 'QUJD' } }],
    ['key', { full: { key_name: key } }],
    ['counts', { full: { min_count: 1, max_count: 1 } }],
  ])
  if (zone !== undefined) parts.set('zone', { full: { availability_zone: zone } })
  const groups = group === undefined ? [] : [...new Set([group, 'default'])]
  if (groups.length > 0) parts.set('groups', { full: { security_groups: groups.map((each) => ({ name: each })) } })

  const { created, isWhole, has, answerTo, mildAnswerTo } = await assemble(tools, 'rich', parts)
  const sight = await watchCreated(tools, created)
  const namesakes = await compute.call('listServers', { query: { name } })
  const path = { serverId: sight.id }
  const updated = await compute.call('updateServer', { path, body: { server: { accessIPv4: '192.0.2.40' } } })
  const detail = await compute.call('listServersDetail', { query: { name } })
  const afterUpdate = await compute.call('showServer', { path })
  const metadata = answerTo('metadata').succeeded ? richMetadata : pairs
  const told = { name, key, zone, groups, isWhole, has, answerTo, mildAnswerTo, sight, metadata }
  return { ...told, namesakes, updated, detail, afterUpdate }
})

/** The server with a part that the target accepted; that it is refused is judged elsewhere. */
export const withPart = (rich: RichServer, part: PartName): RichServer =>
  arranged(rich.has(part) ? rich : undefined, `The target creates no server with this ${part}.`)
