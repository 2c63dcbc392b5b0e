import { defineHook } from '../fault-injection/hooks.ts'
import { badRequest, forbidden } from '../server/errors.ts'
import type { CloudState } from '../state/cloud-state.ts'
import {
  address,
  base64Text,
  choice,
  flag,
  integer,
  invalid,
  list,
  object,
  type RequestFields,
  required,
  text,
  trimmedName,
  unwrap,
} from './fields.ts'
import { metadataPairs } from './metadata.ts'

/** A create request whose types and limits are checked, and whose references are not yet resolved. */
export interface CreateRequest {
  readonly name: string
  readonly flavorRef: string
  /** '' when the request has none. */
  readonly imageRef: string
  readonly keyName: string | null
  /** undefined: the service generates one. */
  readonly adminPass: string | undefined
  readonly zone: string | undefined
  readonly metadata: Readonly<Record<string, string>>
  readonly groupNames: readonly string[]
  readonly networks: readonly RequestFields[]
  readonly blockDevices: readonly RequestFields[] | undefined
  readonly diskConfig: 'AUTO' | 'MANUAL'
  readonly hasConfigDrive: boolean
  readonly accessIPv4: string
  readonly accessIPv6: string
  readonly count: number
  readonly wantsReservation: boolean
}

/** The document's limit for the encoded script, in characters. */
const longestUserData = 65_535

/** The document's limit for one injected file before encoding, in bytes, and Nova's quota of files. */
const largestFile = 65_535
const mostFiles = 5

/** The vendor's limit for one request. */
const mostServers = 10

/** Reads a create request and ignores unknown keys. @throws ApiError 400, 403 */
export const readCreateRequest = defineHook('servers.readCreateRequest', (_cloud: CloudState, body: unknown) =>
  readServer(unwrap(body, 'server')),
)

function readServer(server: RequestFields): CreateRequest {
  checkUserData(server['user_data'])
  checkPersonality(server['personality'])
  checkOldBlockDevices(server['block_device_mapping'])
  const { flavorRef } = server
  return {
    name: trimmedName(required(server, 'name', 'server'), 'name'),
    flavorRef:
      typeof flavorRef === 'number' ? String(flavorRef) : text(required(server, 'flavorRef', 'server'), 'flavorRef', 1),
    imageRef: server['imageRef'] === undefined ? '' : text(server['imageRef'], 'imageRef'),
    keyName: server['key_name'] === undefined ? null : text(server['key_name'], 'key_name', 1, 255),
    adminPass: server['adminPass'] === undefined ? undefined : text(server['adminPass'], 'adminPass'),
    zone: readZone(server['availability_zone']),
    metadata: server['metadata'] === undefined ? {} : metadataPairs(server['metadata']),
    groupNames: readGroups(server['security_groups']),
    networks: readNetworks(server['networks']),
    blockDevices: readBlockDevices(server['block_device_mapping_v2']),
    diskConfig: readDiskConfig(server['OS-DCF:diskConfig']),
    hasConfigDrive: isSet(server, 'config_drive'),
    accessIPv4: readAddress(server, 'accessIPv4', 4),
    accessIPv6: readAddress(server, 'accessIPv6', 6),
    count: readCount(server),
    wantsReservation: isSet(server, 'return_reservation_id'),
  }
}

/** Reads AUTO or MANUAL; MANUAL when the request has none. @throws ApiError 400 */
export function readDiskConfig(value: unknown): 'AUTO' | 'MANUAL' {
  return value === undefined ? 'MANUAL' : choice(value, 'OS-DCF:diskConfig', ['AUTO', 'MANUAL'])
}

const isSet = (server: RequestFields, key: string): boolean => server[key] !== undefined && flag(server[key], key)

const readAddress = (server: RequestFields, key: string, version: 4 | 6): string =>
  server[key] === undefined ? '' : address(server[key], key, version)

function readZone(value: unknown): string | undefined {
  return value === undefined ? undefined : text(value, 'availability_zone', 1, 255)
}

function readGroups(value: unknown): readonly string[] {
  const groups = value === undefined ? [] : list(value, 'security_groups')
  const names = groups.map((group) => {
    const fields = object(group, 'security_groups')
    return text(required(fields, 'name', 'security_groups'), 'name', 1, 255)
  })
  return names.length === 0 ? ['default'] : [...new Set(names)]
}

function readNetworks(value: unknown): readonly RequestFields[] {
  if (value === undefined)
    throw badRequest("Invalid input for field/attribute server. 'networks' is a required property")
  const networks = list(value, 'networks')
  if (networks.length === 0) throw invalid('networks', value, 'It is empty')
  return networks.map((network) => object(network, 'networks'))
}

/** Checks the older form of block devices, which is then ignored: the document has the newer one. */
function checkOldBlockDevices(value: unknown): void {
  if (value === undefined) return
  for (const device of list(value, 'block_device_mapping')) object(device, 'block_device_mapping')
}

/** Reads the block devices. libcloud and other clients send an empty list to mean none. */
function readBlockDevices(value: unknown): readonly RequestFields[] | undefined {
  if (value === undefined) return undefined
  const devices = list(value, 'block_device_mapping_v2')
  return devices.length === 0 ? undefined : devices.map((device) => object(device, 'block_device_mapping_v2'))
}

/** Returns the number of servers to create: as many as `max_count` allows. */
function readCount(server: RequestFields): number {
  const count = (key: string, fallback: number) => (server[key] === undefined ? fallback : integer(server[key], key, 1))
  const least = count('min_count', 1)
  const most = count('max_count', least)
  if (least > most) throw badRequest('min_count must be <= max_count')
  if (most > mostServers) throw invalid('max_count', most, `At most ${mostServers} servers can be created at once`)
  return most
}

function checkUserData(userData: unknown): void {
  if (userData === undefined || userData === null) return
  text(userData, 'user_data', 0, longestUserData)
  base64Text(userData, 'user_data')
}

/** Checks the injected files. The document has `content`, Nova's clients send `contents`; both are accepted. */
function checkPersonality(personality: unknown): void {
  if (personality === undefined) return
  const files = list(personality, 'personality')
  if (files.length > mostFiles) throw forbidden(`Quota exceeded: at most ${mostFiles} files.`)
  for (const entry of files) {
    const file = object(entry, 'personality')
    const path = text(required(file, 'path', 'personality'), 'path', 1)
    if (path.length > 255) throw forbidden('The path of an injected file has more than 255 characters.')
    const content = file['contents'] ?? required(file, 'content', 'personality')
    const bytes = Buffer.from(base64Text(content, 'content'), 'base64').byteLength
    if (bytes > largestFile) throw forbidden(`Quota exceeded: at most ${largestFile} bytes in a file.`)
  }
}
